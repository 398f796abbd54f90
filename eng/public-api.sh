#!/usr/bin/env bash
# Brings PublicAPI.Unshipped.txt of all projects up to date: adds what the build reports as missing, removes what it reports as gone.
#
#   eng/public-api.sh            builds Covalent.slnx
#   eng/public-api.sh PROJECT    builds one project of src
#
# Review the difference before committing it: a line there is a promise.
set -euo pipefail
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet build "${1:+src/}${1:-Covalent.slnx}" -c Release --no-incremental -v q -nologo -p:StrictApi=true -p:TreatWarningsAsErrors=false > "$log" 2>&1 || true
changes() { { grep -E " RS00(16|17): " "$log" || true; } | sed -E "s/^.* RS00(16|17): Symbol '(.*)' is (not )?part of the declared (public )?API.* \[.*\/(src\/[^/]+)\/[^/]*\.csproj\]$/\1\t\5\t\2/" | sort -u; }
changes | cut -f2 | sort -u | while read -r project; do
    file="$project/PublicAPI.Unshipped.txt"
    added=$(changes | awk -F'\t' -v p="$project" '$1 == 16 && $2 == p { print $3 }')
    removed=$(changes | awk -F'\t' -v p="$project" '$1 == 17 && $2 == p { print $3 }')
    {
        echo '#nullable enable'
        { tail -n +2 "$file"; printf '%s\n' "$added"; } | grep -v '^$' | { grep -vxFf <(printf '%s\n' "$removed" | grep -v '^$') || true; } | LC_ALL=C sort -u
    } > "$log.new"
    mv "$log.new" "$file"
    echo "$project: $(printf '%s\n' "$added" | grep -c .) added, $(printf '%s\n' "$removed" | grep -c .) removed" || true
done
