#!/bin/sh
# A client that nobody here wrote: openapi-python-client makes it from the OpenAPI document that the sandbox serves, and
# it takes a customer through onboarding (client.py), with Bearer and with signatures. The generator must pass nothing
# over and warn of nothing.
#
#   server/tests/client.sh     needs Python 3.11 or later, and the built server
set -eu
cd "$(dirname "$0")/../.."
script=$PWD/server/tests/client.py
. server/tests/served.sh
served openapi-python-client 0.29.1
cd "$folder"
# It tidies what it makes with the ruff that it brings.
PATH=$tools/bin:$PATH openapi-python-client generate --url "$origin/openapi.json" --meta none --output-path kyb_api --fail-on-warning
PYTHONPATH=$folder "$tools/bin/python" "$script" "$origin"
