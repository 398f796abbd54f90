#!/usr/bin/env bash
# Writes PublicAPI.Unshipped.txt of the given projects (all with such a file when none is named) from what the build reports as missing or gone.
# Review the difference before committing it: a line there is a promise.
set -euo pipefail
cd "$(dirname "$0")/.."
projects=("$@")
[ ${#projects[@]} -gt 0 ] || mapfile -t projects < <(ls -d src/*/PublicAPI.Unshipped.txt | xargs -n1 dirname | xargs -n1 basename)
for project in "${projects[@]}"; do
    file="src/$project/PublicAPI.Unshipped.txt"
    printf '#nullable enable\n' > "$file"
    log=$(mktemp)
    dotnet build "src/$project" --no-incremental -v q -nologo -c Release -p:StrictApi=true -p:RunAnalyzers=true -p:TreatWarningsAsErrors=false > "$log" 2>&1 || true
    grep -oE "RS0016: Symbol '.*' is not part of the declared public API" "$log" |
        sed -E "s/^RS0016: Symbol '(.*)' is not part of the declared public API$/\1/" | LC_ALL=C sort -u >> "$file"
    rm -f "$log"
    echo "$project: $(($(wc -l < "$file") - 1)) symbols"
done
