#!/usr/bin/env bash
# up.sh DIR [ssh|far|arm64|slurm|slurm3|dask|postgres|python|clouds|accounted]... — starts the named back ends below DIR (default: all but accounted), prints the
# environment the tests read, and leaves it in DIR/env:   eval "$(eng/backends/up.sh DIR)"
# A back end that cannot be had (no root, no packages) is named on standard error; the others start all the same, and the exit code is 1.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
dir=$1
shift
[ $# -gt 0 ] || set -- ssh far arm64 slurm slurm3 dask postgres python clouds
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
chmod 755 "$dir"  # the test logins read their keys there
start() {
  case $1 in
    # The login node of the SSH tests must find the one-node cluster without a system-wide configuration.
    ssh) COVALENT_TEST_SSH_SETENV="SLURM_CONF=$dir/slurm/slurm.conf" "$here/ssh-up.sh" "$dir/ssh" ;;
    far) "$here/host-up.sh" "$dir/far" ;;
    arm64) "$here/host-up.sh" "$dir/arm64" arm64 ;;
    slurm) "$here/slurm-up.sh" "$dir/slurm" 1 ;;
    slurm3) "$here/slurm-up.sh" "$dir/slurm3" 3 ;;
    accounted) COVALENT_TEST_SLURM_ACCOUNTING=1 "$here/slurm-up.sh" "$dir/accounted" 1 ;;
    dask) "$here/dask-up.sh" "$dir/dask" ;;
    clouds) "$here/clouds-up.sh" "$dir/clouds" ;;
    python) "$here/install.sh" python ;;
    postgres) "$here/postgres-up.sh" "$dir/pg" ;;
    *) fail "up.sh does not know '$1'; say ssh, far, arm64, slurm, slurm3, dask, postgres, python, clouds or accounted" ;;
  esac
}
: >"$dir/env"
missing=
for what in "$@"; do
  if start "$what" >"$dir/env.part"; then cat "$dir/env.part" >>"$dir/env"; else missing="$missing $what"; fi
done
rm -f "$dir/env.part"
cat "$dir/env"
[ -z "$missing" ] || fail "not started:$missing"
