#!/usr/bin/env bash
# The chaos run: dispatches of mixed shapes while the real server and its workers are killed at random moments; then everything is checked and
# the counts are printed. What the tests run for seconds, this runs for as long as you like.
#
#   eng/chaos.sh                         5 minutes, 1000 dispatches
#   eng/chaos.sh --seconds 60 --dispatches 200 [--seed N]
#   eng/chaos.sh --executors local,ssh,slurm,dask     tasks go to these in turn (after eng/backends/up.sh); what runs there is killed too
#   COVALENT_DISPATCHER__DATABASE_URL=postgres://… eng/chaos.sh     on another store
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=300 dispatches=1000 seed=$RANDOM executors=local
while [ $# -gt 0 ]; do
    case $1 in
        --seconds) seconds=$2 ;;
        --dispatches) dispatches=$2 ;;
        --seed) seed=$2 ;;
        --executors) executors=$2 ;;
        *) echo "Usage: eng/chaos.sh [--seconds N] [--dispatches N] [--seed N] [--executors LIST]" >&2; exit 64 ;;
    esac
    shift 2
done

configuration=${CONFIGURATION:-Release}
program=test/Covalent.Server.Tests/bin/$configuration/net10.0/Covalent.Server.Tests
[ -x "$program" ] || dotnet build test/Covalent.Server.Tests -c "$configuration" -v q -nologo
report=$(mktemp)
trap 'rm -f "$report"' EXIT
code=0
CHAOS_SECONDS=$seconds CHAOS_DISPATCHES=$dispatches CHAOS_SEED=$seed CHAOS_EXECUTORS=$executors CHAOS_REPORT=$report \
    "$program" --progress off --filter-class "*ChaosTests" || code=$?
cat "$report"
exit $code
