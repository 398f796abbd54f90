#!/usr/bin/env bash
# down.sh DIR — stops every back end that up.sh started below DIR. What they wrote stays; remove DIR to start afresh.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=$(cd "$1" 2>/dev/null && pwd) || exit 0
"$here/ssh-down.sh" "$dir/ssh"
for host in far arm64; do "$here/host-down.sh" "$dir/$host"; done
for cluster in slurm slurm3 accounted; do "$here/slurm-down.sh" "$dir/$cluster"; done
"$here/dask-down.sh" "$dir/dask"
"$here/postgres-down.sh" "$dir/pg"
"$here/clouds-down.sh" "$dir/clouds"
