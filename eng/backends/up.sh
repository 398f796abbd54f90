#!/usr/bin/env bash
# up.sh DIR [ssh|far|slurm|slurm3|accounted]... — starts the named back ends below DIR (default: all but accounted) and prints
# the environment the tests read:   eval "$(eng/backends/up.sh DIR)"
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
dir=$1
shift
[ $# -gt 0 ] || set -- ssh far slurm slurm3
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
for what in "$@"; do
  case $what in
    # The login node of the SSH tests must find the one-node cluster without a system-wide configuration.
    ssh) COVALENT_TEST_SSH_SETENV="SLURM_CONF=$dir/slurm/slurm.conf" "$here/ssh-up.sh" "$dir/ssh" ;;
    far) "$here/host-up.sh" "$dir/far" ;;
    slurm) "$here/slurm-up.sh" "$dir/slurm" 1 ;;
    slurm3) "$here/slurm-up.sh" "$dir/slurm3" 3 ;;
    accounted) COVALENT_TEST_SLURM_ACCOUNTING=1 "$here/slurm-up.sh" "$dir/accounted" 1 ;;
    *) fail "up.sh does not know '$what'; say ssh, far, slurm, slurm3 or accounted" ;;
  esac
done
