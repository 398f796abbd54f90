#!/usr/bin/env bash
# dask-up.sh DIR [WORKERS] [THREADS] — a Dask scheduler and workers on loopback with the system's Python. May be run again.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
"$here/install.sh" dask
mkdir -p "$1"
dir=$(cd "$1" && pwd)
count=${2:-2}
threads=${3:-2}
python=/usr/bin/python3
port=$(kept "$dir/port" free_port $((32100 + $(own "$dir" 600))))
address=tcp://127.0.0.1:$port
# Restarted workers would hide what the tests look at; the tests of restarts start clusters of their own.
common=(--host 127.0.0.1 --no-dashboard --dashboard-address 127.0.0.1:0)
export PYTHONNOUSERSITE=1 DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT=10s
if ! ours "$dir/scheduler.pid" "$dir" >/dev/null; then
  setsid "$python" -m distributed.cli.dask_scheduler "${common[@]}" --port "$port" --scheduler-file "$dir/scheduler.json" \
    >"$dir/scheduler.log" 2>&1 </dev/null &
  echo $! >"$dir/scheduler.pid"
fi
for i in $(seq "$count"); do
  ours "$dir/worker$i.pid" "$dir" >/dev/null && continue
  mkdir -p "$dir/w$i"
  setsid "$python" -m distributed.cli.dask_worker "$address" "${common[@]}" --nthreads "$threads" --no-nanny --name "w$i" \
    --memory-limit 0 --local-directory "$dir/w$i" --death-timeout 60 >"$dir/worker$i.log" 2>&1 </dev/null &
  echo $! >"$dir/worker$i.pid"
done
"$python" - "$address" "$count" <<'PYTHON' || { tail -n 5 "$dir"/*.log >&2; fail "the Dask cluster did not come up; the ends of its logs are above"; }
import sys
from distributed import Client
with Client(sys.argv[1], timeout="30s") as client:
    client.wait_for_workers(int(sys.argv[2]), timeout=30)
PYTHON
cat <<ENV
export COVALENT_TEST_DASK_ADDRESS=$address
export COVALENT_TEST_DASK_PYTHON=$python
export COVALENT_TEST_DASK_DIR=$dir
ENV
