#!/usr/bin/env bash
# host-up.sh DIR [arm64] — a "second machine" made of namespaces: own address, host name, pids, /tmp and /home, no dotnet,
# and a file system of 512 KiB at /mnt that fills up at once. Needs root. May be run again.
# With arm64 it says of itself that it is one, and its `env` runs programs for such machines under emulation.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
is_root || fail "host-up.sh makes network namespaces and so needs root"
machine=${2:-}
"$here/install.sh" ssh $machine
mkdir -p "$1"
dir=$(cd "$1" && pwd)
login=${COVALENT_TEST_LOGIN:-covtest}
id "$login" >/dev/null 2>&1 || useradd --create-home --shell /bin/bash "$login"
usermod -p '*' "$login"
install -d -m 755 /run/sshd
chmod 755 "$dir"

# Name and network follow from DIR, so that two folders make two hosts.
number=$(printf '%s' "$dir" | cksum | cut -d' ' -f1)
name=covfar$((number % 100000))
link=ve-$name
near=10.231.$((number % 250)).$((number / 250 % 60 * 4 + 1))
far=${near%.*}.$((${near##*.} + 1))

ip netns list | grep -qw "$name" || ip netns add "$name"
ip netns exec "$name" ip link set lo up
if ! ip link show "$link" >/dev/null 2>&1; then
  ip link add "$link" type veth peer name eth0 netns "$name"
  ip addr add "$near/30" dev "$link"
  ip netns exec "$name" ip addr add "$far/30" dev eth0
fi
ip link set "$link" up
ip netns exec "$name" ip link set eth0 up

[ -f "$dir/host_ed25519" ] || ssh-keygen -q -t ed25519 -N '' -C host -f "$dir/host_ed25519"
[ -f "$dir/id_ed25519" ] || ssh-keygen -q -t ed25519 -N '' -C client -f "$dir/id_ed25519"
cp "$dir/id_ed25519.pub" "$dir/authorized_keys"
cat >"$dir/sshd_config" <<CONFIG
Port 22
ListenAddress $far
HostKey /run/covfar/host_ed25519
PidFile none
AuthorizedKeysFile /run/covfar/authorized_keys
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
UsePAM no
UseDNS no
StrictModes no
MaxStartups 100:30:200
Subsystem sftp internal-sftp
CONFIG
# The kernel of this machine starts no programs of another one, so the emulator is started in their place.
cat >"$dir/env.arm64" <<'ENV'
#!/bin/bash
words=("$@")
while [[ ${words[0]-} == *=* ]]; do export "${words[0]}"; words=("${words[@]:1}"); done
program=$(type -P -- "${words[0]-}")
if [ -n "$program" ] && [ "$(od -An -tx1 -j18 -N2 "$program" 2>/dev/null)" = ' b7 00' ]; then
  # No ICU for arm64 is installed; and code that is written by way of a second mapping is a change the emulator does not see.
  export QEMU_LD_PREFIX=/usr/aarch64-linux-gnu DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_EnableWriteXorExecute=0
  exec qemu-aarch64 "$program" "${words[@]:1}"
fi
exec /run/covfar/env "$@"
ENV
cat >"$dir/uname.arm64" <<'UNAME'
#!/bin/sh
/run/covfar/uname "$@" | sed 's/x86_64/aarch64/g'
UNAME
chmod 755 "$dir"/*.arm64
cat >"$dir/init.sh" <<INIT
set -e
hostname $name
mkdir -p /run/covfar
mount -t tmpfs -o mode=755 tmpfs /run/covfar
cp $dir/host_ed25519 $dir/authorized_keys $dir/sshd_config /run/covfar/
chmod 600 /run/covfar/host_ed25519
if [ "$machine" = arm64 ] && [ "$(uname -m)" != aarch64 ]; then
  for program in env uname; do
    cp "\$(command -v \$program)" $dir/\$program.arm64 /run/covfar/
    mount --bind /run/covfar/\$program.arm64 "\$(command -v \$program)"
  done
fi
for sdk in /usr/share/dotnet /usr/lib/dotnet; do if [ -d \$sdk ]; then mount -t tmpfs tmpfs \$sdk; fi; done
mount -t tmpfs -o mode=755 tmpfs /home
install -d -o $login -g $login /home/$login
mount -t tmpfs -o mode=1777,size=512k tmpfs /mnt
mount -t tmpfs -o mode=1777 tmpfs /tmp
exec /usr/sbin/sshd -D -e -f /run/covfar/sshd_config
INIT
printf '%s %s\n' "$far" "$(cut -d' ' -f1,2 "$dir/host_ed25519.pub")" >"$dir/known_hosts"

if ! ours "$dir/init.pid" "$dir" >/dev/null; then
  : >"$dir/sshd.log"
  setsid ip netns exec "$name" unshare --uts --mount --pid --fork --kill-child=KILL --mount-proc bash "$dir/init.sh" >"$dir/sshd.log" 2>&1 </dev/null &
  echo $! >"$dir/init.pid"
  for _ in $(seq 250); do grep -q 'Server listening' "$dir/sshd.log" && break; sleep 0.02; done
  grep -q 'Server listening' "$dir/sshd.log" || { cat "$dir/sshd.log" >&2; fail "the second host's sshd did not start; its log is above"; }
fi

prefix=COVALENT_TEST_${machine:-far}host
prefix=${prefix^^}
cat <<ENV
export $prefix=$far
export ${prefix}_NAME=$name
export ${prefix}_LINK=$link
export ${prefix}_USER=$login
export ${prefix}_DIR=$dir
ENV
