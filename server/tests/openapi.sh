#!/bin/sh
# Holds every answer of the sandbox against the OpenAPI document that it serves, with schemathesis: no 5xx, every answer
# of a documented status, type and shape, what the document forbids refused, no way round the key.
#
#   server/tests/openapi.sh [SECONDS]     120 unless told; needs Python 3.10 or later, and the built server
#
# One check is left out, `positive_data_acceptance`: it takes a body that the schema allows for one that must be
# accepted, and the rules know more than a schema can say.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-120}
. server/tests/served.sh
served schemathesis 4.32.5
# It leaves its notes where it runs.
cd "$folder"
"$tools/bin/schemathesis" run "$origin/openapi.json" --header 'Authorization: Bearer test_access_key' \
  --checks all --exclude-checks positive_data_acceptance --max-time "$seconds" --workers 2 --continue-on-failure
# What the checks can't see: a fault that a client was told of as something else.
if grep -qE 'panicked|status=5' "$folder/log"; then
  grep -E 'panicked|status=5' "$folder/log" >&2
  exit 1
fi
echo "$(grep -c ' request=' "$folder/log") requests, none of them a 5xx"
