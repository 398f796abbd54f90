#!/usr/bin/env bash
# slurm-up.sh DIR [NODES] — a Slurm cluster on this machine: no systemd, no cgroups, nothing under /etc. May be run again.
# COVALENT_TEST_SLURM_ACCOUNTING=1 adds slurmdbd and MariaDB, so that sacct answers; COVALENT_TEST_SLURM_MEMORY=1 enforces memory limits
# by cgroups (root and cgroup v1). As root, any user may submit.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
PATH="$PATH:/usr/sbin:/sbin"
"$here/install.sh" slurm
mkdir -p "$1"
dir=$(cd "$1" && pwd)
count=${2:-1}
accounting=${COVALENT_TEST_SLURM_ACCOUNTING:-0}
memory=${COVALENT_TEST_SLURM_MEMORY:-0}
[ "$accounting" = 0 ] || "$here/install.sh" accounting
host=$(hostname -s)
if is_root; then
  owner=slurm daemon=root munger=munge
  as() { local user=$1; shift; setpriv --reuid "$user" --regid "$(id -g "$user")" --init-groups "$@"; }
else
  owner=$(id -un) daemon=$owner munger=$owner
  as() { shift; "$@"; }
fi
folder() { mkdir -p "$2"; chmod 755 "$2"; if is_root; then chown "$1:" "$2"; fi; }
folder "$daemon" "$dir"
folder "$owner" "$dir/state"
folder "$owner" "$dir/log"
folder "$daemon" "$dir/spool"
folder "$munger" "$dir/munge"
if [ ! -s "$dir/munge/key" ]; then
  (umask 077; head -c 128 /dev/urandom >"$dir/munge/key.new")
  if is_root; then chown "$munger:" "$dir/munge/key.new"; fi
  mv "$dir/munge/key.new" "$dir/munge/key"
fi

# The controller takes the base port, node i the base port + i; a cluster keeps its ports.
first=$(kept "$dir/port" free_port $((26817 + $(own "$dir" 65) * 80)) 80)
nodes() {
  if [ "$count" = 1 ]; then echo "$host $((first + 1))"; return; fi
  for i in $(seq "$count"); do echo "n$i $((first + i))"; done
}
{
  cat <<CONFIG
ClusterName=covtest
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$owner
SlurmdUser=$daemon
SlurmctldPort=$first
AuthType=auth/munge
CryptoType=crypto/munge
AuthInfo=socket=$dir/munge/munge.sock
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool/%n
SlurmctldPidFile=$dir/state/slurmctld.pid
SlurmdPidFile=$dir/spool/slurmd-%n.pid
SlurmctldLogFile=$dir/log/slurmctld.log
SlurmdLogFile=$dir/log/slurmd-%n.log
ProctrackType=proctrack/$([ "$memory" = 1 ] && echo cgroup || echo linuxproc)
TaskPlugin=task/$([ "$memory" = 1 ] && echo cgroup || echo none)
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=1
JobCompType=jobcomp/filetxt
JobCompLoc=$dir/log/jobcomp.txt
SelectType=select/cons_tres
SelectTypeParameters=$([ "$memory" = 1 ] && echo CR_Core_Memory || echo CR_Core)
SlurmdParameters=config_overrides
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,batch_sched_delay=0,bf_interval=1,sched_min_interval=0
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
MpiDefault=none
ReturnToService=2
MinJobAge=${COVALENT_TEST_SLURM_MINJOBAGE:-300}
MaxArraySize=10001
KillWait=2
SlurmctldTimeout=30
SlurmdTimeout=30
CONFIG
  if [ "$accounting" = 0 ]; then echo AccountingStorageType=accounting_storage/none; else
    printf '%s\n' AccountingStorageType=accounting_storage/slurmdbd AccountingStorageHost=127.0.0.1 \
      "AccountingStoragePort=$((first + 60))" "AccountingStoragePass=$dir/munge/munge.sock"
  fi
  nodes | while read -r node port; do
    echo "NodeName=$node NodeHostname=$host NodeAddr=127.0.0.1 Port=$port CPUs=${COVALENT_TEST_SLURM_CPUS:-8} RealMemory=4000 State=UNKNOWN"
  done
  echo "PartitionName=debug Nodes=ALL Default=YES MaxTime=INFINITE State=UP"
} >"$dir/slurm.conf"
echo CgroupPlugin=cgroup/v1 >"$dir/cgroup.conf"  # without it slurmd dies where nothing is mounted on /sys/fs/cgroup
[ "$memory" = 0 ] || printf '%s\n' CgroupMountpoint=/sys/fs/cgroup ConstrainRAMSpace=yes >>"$dir/cgroup.conf"

export SLURM_CONF=$dir/slurm.conf
# SlurmdSpoolDir is named in no command line, but SLURM_CONF is in every daemon's environment; munged names its key file.
if ! ours "$dir/munge/munged.pid" "$dir" >/dev/null; then
  rm -f "$dir"/munge/munge.sock*
  as "$munger" munged --force --key-file "$dir/munge/key" -S "$dir/munge/munge.sock" --pid-file "$dir/munge/munged.pid" \
    --log-file "$dir/munge/munged.log" --seed-file "$dir/munge/seed"
fi
if [ "$accounting" != 0 ]; then
  folder "$owner" "$dir/db"
  sql=(mariadb --no-defaults -uroot -S "$dir/db/s")
  if ! ours "$dir/db/mariadbd.pid" "$dir" >/dev/null; then
    [ -d "$dir/db/data/mysql" ] ||
      as "$owner" mariadb-install-db --no-defaults --datadir="$dir/db/data" --auth-root-authentication-method=normal --skip-test-db >"$dir/db/install.log" 2>&1
    as "$owner" mariadbd --no-defaults --datadir="$dir/db/data" --socket="$dir/db/s" --pid-file="$dir/db/mariadbd.pid" --bind-address=127.0.0.1 \
      --port=$((first + 61)) --innodb-flush-log-at-trx-commit=0 --innodb-buffer-pool-size=64M >"$dir/db/log" 2>&1 </dev/null &
    for _ in $(seq 400); do "${sql[@]}" -e 'select 1' >/dev/null 2>&1 && break; sleep 0.05; done
    "${sql[@]}" -e "create database if not exists slurm_acct_db; create user if not exists 'slurm'@'127.0.0.1' identified by 'slurm';
      create user if not exists 'slurm'@'localhost' identified by 'slurm'; grant all on slurm_acct_db.* to 'slurm'@'127.0.0.1';
      grant all on slurm_acct_db.* to 'slurm'@'localhost'"
  fi
  (umask 077; printf '%s\n' DbdHost=localhost DbdAddr=127.0.0.1 "DbdPort=$((first + 60))" "SlurmUser=$owner" AuthType=auth/munge \
    "AuthInfo=socket=$dir/munge/munge.sock" StorageType=accounting_storage/mysql StorageHost=127.0.0.1 "StoragePort=$((first + 61))" \
    StorageUser=slurm StoragePass=slurm StorageLoc=slurm_acct_db "LogFile=$dir/log/slurmdbd.log" "PidFile=$dir/state/slurmdbd.pid" >"$dir/slurmdbd.conf")
  if is_root; then chown "$owner:" "$dir/slurmdbd.conf"; fi
  if ! ours "$dir/state/slurmdbd.pid" "$dir" >/dev/null; then
    as "$owner" slurmdbd
    for _ in $(seq 400); do sacctmgr -i -n list cluster >/dev/null 2>&1 && break; sleep 0.05; done
    sacctmgr -i add cluster covtest >/dev/null 2>&1 || true
  fi
fi
ours "$dir/state/slurmctld.pid" "$dir" >/dev/null || slurmctld -f "$SLURM_CONF"
nodes | while read -r node port; do
  ours "$dir/spool/slurmd-$node.pid" "$dir" >/dev/null || slurmd -f "$SLURM_CONF" -N "$node"
done

prefix=COVALENT_TEST_SLURM
[ "$count" = 1 ] || prefix=COVALENT_TEST_SLURM$count
[ "$accounting" = 0 ] || prefix=COVALENT_TEST_SLURM_ACCOUNTED
for _ in $(seq 400); do
  up=$(sinfo -h -N -t idle,alloc,mix,comp -o %N 2>/dev/null | sort -u | wc -l)
  if [ "$up" = "$count" ]; then
    echo "export ${prefix}_CONF=$SLURM_CONF"
    echo "export ${prefix}_DIR=$dir"
    exit 0
  fi
  sleep 0.05
done
sinfo -Nl >&2 || true
for log in "$dir"/log/*.log; do tail -n 5 "$log" >&2; done
fail "the cluster of $count node(s) did not come up; its state and the ends of its logs are above"
