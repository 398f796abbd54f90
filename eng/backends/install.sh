#!/usr/bin/env bash
# install.sh [ssh|arm64|slurm|dask|python|postgres|accounting]... — installs what the named back ends need, only if it is missing (default: ssh slurm).
# python is the system's interpreter with NumPy, pandas, scikit-learn, pip and venv.
set -euo pipefail
. "$(dirname "$0")/common.sh"
[ $# -gt 0 ] || set -- ssh slurm
for what in "$@"; do
  case $what in
    ssh)
      need sshd openssh-server
      need ssh openssh-client
      need ip iproute2
      need ps procps
      ;;
    arm64)
      # The emulator and the libraries that programs for such machines are linked with; on such a machine nothing is missing.
      if [ "$(uname -m)" != aarch64 ]; then
        need qemu-aarch64 qemu-user
        [ -e /usr/aarch64-linux-gnu/lib/libstdc++.so.6 ] || need "the C++ library for arm64" libc6-arm64-cross libgcc-s1-arm64-cross libstdc++6-arm64-cross
      fi
      ;;
    slurm)
      need munged munge
      need slurmctld slurmctld
      need slurmd slurmd
      need sbatch slurm-client
      ;;
    dask)
      # The program alone says nothing about the module of the system's Python.
      /usr/bin/python3 -c "import distributed" 2>/dev/null || need "python3 with distributed" python3-distributed python3-dask python3-cloudpickle
      ;;
    accounting)
      need mariadbd mariadb-server
      need slurmdbd slurmdbd slurm-wlm-mysql-plugin
      ;;
    python)
      /usr/bin/python3 -c 'import numpy, pandas, sklearn, pip, venv, ensurepip' 2>/dev/null ||
        apt-get install -y --no-install-recommends python3-numpy python3-pandas python3-sklearn python3-pip python3-venv
      need cc gcc
      need rsync rsync
      ;;
    postgres)
      need psql postgresql-client
      postgres_programs >/dev/null || need initdb postgresql
      ;;
    *) fail "install.sh does not know '$what'; say ssh, arm64, slurm, dask, python, postgres or accounting" ;;
  esac
done
