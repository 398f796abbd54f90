#!/usr/bin/env bash
# host-up.sh DIR — a "second machine" made of namespaces: own address, host name, pids, /tmp and /home, no dotnet,
# and a file system of 512 KiB at /mnt that fills up at once. Needs root. May be run again.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
is_root || fail "host-up.sh makes network namespaces and so needs root"
"$here/install.sh" ssh
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
cat >"$dir/init.sh" <<INIT
set -e
hostname $name
mkdir -p /run/covfar
mount -t tmpfs -o mode=755 tmpfs /run/covfar
cp $dir/host_ed25519 $dir/authorized_keys $dir/sshd_config /run/covfar/
chmod 600 /run/covfar/host_ed25519
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

cat <<ENV
export COVALENT_TEST_FARHOST=$far
export COVALENT_TEST_FARHOST_NAME=$name
export COVALENT_TEST_FARHOST_LINK=$link
export COVALENT_TEST_FARHOST_USER=$login
export COVALENT_TEST_FARHOST_DIR=$dir
ENV
