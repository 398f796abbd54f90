#!/usr/bin/env bash
# install.sh [ssh|slurm|accounting|postgres]... — installs what the named back ends need, only if it is missing (default: ssh slurm).
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
    slurm)
      need munged munge
      need slurmctld slurmctld
      need slurmd slurmd
      need sbatch slurm-client
      ;;
    accounting)
      need mariadbd mariadb-server
      need slurmdbd slurmdbd slurm-wlm-mysql-plugin
      ;;
    postgres)
      need psql postgresql-client
      postgres_programs >/dev/null || need initdb postgresql
      ;;
    *) fail "install.sh does not know '$what'; say ssh, slurm, accounting or postgres" ;;
  esac
done
