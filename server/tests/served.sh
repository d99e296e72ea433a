# For scripts that hold the sandbox against a program from PyPI; they read this file at their beginning, from the root.
#
#   served PACKAGE VERSION     puts the program into $tools, starts the built server on data of its own in $folder, its log
#                              in $folder/log, and says in $origin where it listens; it ends with the script
served() {
  server=${KYB_SERVER:-target/tool/kyb-server}
  tools=$PWD/target/$1
  if [ ! -x "$tools/bin/$1" ]; then
    echo "installing $1 into $tools" >&2
    python3 -m venv "$tools"
    "$tools/bin/pip" install --quiet "$1==$2"
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
}
