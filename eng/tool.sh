#!/usr/bin/env bash
# Packs the covalent tool, installs it from the package into a scratch folder, and uses it once: version, start, status, stop.
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
[ -n "${NO_BUILD:-}" ] || dotnet build src/Covalent.Cli -c Release -v q -nologo
dotnet pack src/Covalent.Cli -c Release --no-build -o "$out" -v q -nologo
ls -l "$out"/Covalent.Cli.*.nupkg

# Only the package just made: no registry is asked.
cat > "$scratch/nuget.config" <<EOF
<configuration><packageSources><clear /><add key="local" value="$out" /></packageSources></configuration>
EOF
dotnet tool install Covalent.Cli --prerelease --tool-path "$scratch/tool" --configfile "$scratch/nuget.config" --no-cache

"$tool" --version
"$tool" start --port 0
"$tool" status
"$tool" list
"$tool" stop
if "$tool" status >/dev/null 2>&1; then echo "the server still runs" >&2; exit 1; fi
echo "The tool installs, starts and stops."
