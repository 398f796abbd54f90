#!/usr/bin/env bash
# slurm-down.sh DIR — cancels the cluster's jobs and stops its daemons and step daemons, nobody else's.
set -uo pipefail
. "$(dirname "$0")/common.sh"
dir=$(cd "$1" 2>/dev/null && pwd) || exit 0
export SLURM_CONF=$dir/slurm.conf
if ours "$dir/state/slurmctld.pid" "$dir" >/dev/null && timeout 5 sinfo >/dev/null 2>&1; then
  timeout 5 squeue -h -o %A | sort -u | xargs -r timeout 5 scancel
  for _ in $(seq 80); do [ -z "$(timeout 5 squeue -h)" ] && break; sleep 0.1; done
fi
for pidfile in "$dir"/spool/slurmd-*.pid "$dir/state/slurmctld.pid" "$dir/state/slurmdbd.pid" "$dir/db/mariadbd.pid" "$dir/munge/munged.pid"; do
  [ -e "$pidfile" ] && stop "$pidfile" "$dir"
done
# Step daemons outlive a killed slurmd; with them go the processes of their jobs.
for step in $(pgrep -x slurmstepd); do
  grep -qz "^SLURM_CONF=$dir/slurm.conf$" "/proc/$step/environ" 2>/dev/null || continue
  for child in $(pgrep -P "$step"); do kill -KILL -- "-$child" 2>/dev/null || kill -KILL "$child" 2>/dev/null; done
  kill -KILL "$step" 2>/dev/null
done
exit 0
