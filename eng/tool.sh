#!/usr/bin/env bash
# Packs the covalent tool, installs it from the package into a scratch folder, and uses it from an empty folder as a user would: start, samples that
# dispatch to it, list, show, watch, result, a client that is gone before its workflow ends, stop.
# Usage: eng/tool.sh [FOLDER]     the package stays in FOLDER (default: artifacts/tool)
set -euo pipefail
cd "$(dirname "$0")/.."

out=$(mkdir -p "${1:-artifacts/tool}" && cd "${1:-artifacts/tool}" && pwd)
scratch=$(mktemp -d)
export COVALENT_DATA_DIR="$scratch/data" COVALENT_CONFIG_DIR="$scratch/config" COVALENT_CACHE_DIR="$scratch/cache"
tool="$scratch/tool/covalent"
cleanup() {
    if [ -x "$tool" ]; then "$tool" stop --force --timeout 10 >/dev/null 2>&1 || true; fi
    rm -rf "$scratch"
}
trap cleanup EXIT

rm -f "$out"/Covalent.Cli.*.nupkg
# NO_BUILD=1 packs what is built already.
[ -n "${NO_BUILD:-}" ] || for project in src/Covalent.Cli samples/01-hello samples/02-compute-pi; do dotnet build "$project" -c Release -v q -nologo; done
dotnet pack src/Covalent.Cli -c Release --no-build -o "$out" -v q -nologo
ls -l "$out"/Covalent.Cli.*.nupkg

# Only the package just made: no registry is asked.
cat > "$scratch/nuget.config" <<EOF
<configuration><packageSources><clear /><add key="local" value="$out" /></packageSources></configuration>
EOF
dotnet tool install Covalent.Cli --prerelease --tool-path "$scratch/tool" --configfile "$scratch/nuget.config" --no-cache

hello=$PWD/samples/01-hello/bin/Release/net10.0/hello
pi=$PWD/samples/02-compute-pi/bin/Release/net10.0/compute-pi
mkdir "$scratch/empty" && cd "$scratch/empty"
say() { echo "\$ covalent $*"; "$tool" "$@"; }
newest() { "$tool" list -n 1 --json | grep -oE '"dispatchId":"[^"]*"' | cut -d'"' -f4; }

say --version
say start --port 0
# Clients find the server by its address; everything below needs only that.
export COVALENT_DISPATCHER_ADDR
COVALENT_DISPATCHER_ADDR=$("$tool" status --json | grep -oE 'http://[^"]*')
say status
"$hello" | tee said && grep -qx 'Hello, World!' said
id=$(newest)
say list
say show "$id"
say watch "$id"
[ "$("$tool" result "$id")" = 'Hello, World!' ]

# A client that is gone before its workflow ends: the server goes on, and the result is there later.
"$pi" 64
again=$("$tool" redispatch "$(newest)")
say watch "$again" | tail -1
say result "$again" | tee said && grep -q '^3.14159' said

say stop
if "$tool" status >/dev/null 2>&1; then echo "the server still runs" >&2; exit 1; fi
[ -z "$(find . -mindepth 1 ! -name said)" ] || { echo "something was left in the folder it was used from" >&2; ls -la; exit 1; }
echo "The tool installs, starts, serves clients that come and go, and stops."
