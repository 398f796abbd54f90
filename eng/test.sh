#!/usr/bin/env bash
# Builds everything and runs all tests. Installs and starts the test back ends it can (sshd, Slurm); where one cannot be had its tests
# are skipped on a developer's machine and fail when CI=true. The last line is "N passed, N failed" (and ", N skipped" where some were).
#
#   eng/test.sh                      everything
#   eng/test.sh Core Quantum         only the test projects whose names contain one of the words
#   NO_BACKENDS=1 eng/test.sh        without installing or starting back ends
set -uo pipefail
cd "$(dirname "$0")/.."
configuration=${CONFIGURATION:-Release}
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

wanted() {
    [ $# -eq 1 ] && return 0
    local project=$1 word
    shift
    for word in "$@"; do
        case $project in *"$word"*) return 0 ;; esac
    done
    return 1
}

echo "== build ($configuration)"
dotnet build Covalent.slnx -c "$configuration" -v q -p:StrictApi=true || { echo "0 passed, 1 failed"; exit 1; }

backends=""
cleanup() { [ -n "$backends" ] && eng/backends/down.sh "$backends" || true; }
if [ -z "${NO_BACKENDS:-}" ] && [ -x eng/backends/up.sh ]; then
    backends=$(mktemp -d)
    trap cleanup EXIT
    echo "== back ends"
    if eng/backends/up.sh "$backends" > "$backends/up.log" 2>&1; then
        # shellcheck disable=SC1091
        . "$backends/env"
    else
        tail -20 "$backends/up.log"
        [ -f "$backends/env" ] && . "$backends/env"
    fi
fi

passed=0 failed=0 skipped=0 broken=()
count() { grep -oE "^ *$2: *[0-9]+" "$1" | tail -1 | grep -oE '[0-9]+' || echo 0; }
for folder in test/*.Tests; do
    name=$(basename "$folder")
    wanted "$name" "$@" || continue
    echo "== $name"
    log=$(mktemp)
    NO_COLOR=1 timeout "${TEST_TIMEOUT:-1500}" "$folder/bin/$configuration/net10.0/$name" --progress off --output Normal > "$log" 2>&1
    code=$?
    p=$(count "$log" succeeded) f=$(count "$log" failed) s=$(count "$log" skipped)
    if [ "$code" -ne 0 ] || [ "$f" -ne 0 ] || [ "$((p + f))" -eq 0 ]; then
        # Tests of output print a great deal; what failed and the end say what is wrong.
        grep -a -A 12 -E '(^|m)failed' "$log" | cut -c1-400 | head -300
        tail -n 20 "$log" | cut -c1-400
        [ "$f" -eq 0 ] && f=1
        broken+=("$name (exit $code)")
    else
        grep -E "^ *(total|duration):" "$log"
    fi
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    rm -f "$log"
done

[ ${#broken[@]} -gt 0 ] && printf 'Failed: %s\n' "${broken[@]}"
if [ "$skipped" -gt 0 ]; then
    echo "$passed passed, $failed failed, $skipped skipped"
else
    echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
