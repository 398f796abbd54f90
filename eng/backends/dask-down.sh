#!/usr/bin/env bash
# dask-down.sh DIR — stops the workers and the scheduler that dask-up.sh started for DIR; the tasks' processes end with their workers.
set -uo pipefail
. "$(dirname "$0")/common.sh"
dir=$(cd "$1" 2>/dev/null && pwd) || exit 0
for pidfile in "$dir"/worker*.pid "$dir/scheduler.pid"; do
  [ -e "$pidfile" ] && stop "$pidfile" "$dir"
done
exit 0
