#!/bin/sh
# A client that nobody here wrote: openapi-python-client makes it from the OpenAPI document that the sandbox serves, and
# it takes a customer through onboarding (client.py), with Bearer and with signatures. The generator must pass nothing
# over and warn of nothing.
#
#   server/tests/client.sh     needs Python 3.11 or later, and the built server
set -eu
cd "$(dirname "$0")/../.."
server=${KYB_SERVER:-target/tool/kyb-server}
script=$PWD/server/tests/client.py
tools=$PWD/target/client
if [ ! -x "$tools/bin/openapi-python-client" ]; then
  echo "installing openapi-python-client into $tools" >&2
  python3 -m venv "$tools"
  "$tools/bin/pip" install --quiet 'openapi-python-client==0.29.1'
fi
folder=$(mktemp -d)
: >"$folder/out"
"$server" sandbox --listen 127.0.0.1:0 --data "$folder/data.sqlite" --www www --package npm >"$folder/out" 2>"$folder/log" &
sandbox=$!
trap 'kill "$sandbox" 2>/dev/null || true; wait "$sandbox" 2>/dev/null || true; rm -rf "$folder"' EXIT
for _ in 1 2 3 4 5 6 7 8 9 10; do
  grep -q '^listening on ' "$folder/out" && break
  sleep 0.5
done
origin=$(sed -n 's/^listening on //p' "$folder/out")
cd "$folder"
# It tidies what it makes with the ruff that it brings.
PATH=$tools/bin:$PATH openapi-python-client generate --url "$origin/openapi.json" --meta none --output-path kyb_api --fail-on-warning
PYTHONPATH=$folder "$tools/bin/python" "$script" "$origin"
