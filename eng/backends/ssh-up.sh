#!/usr/bin/env bash
# ssh-up.sh DIR — one throwaway sshd on loopback, keys only; everything it writes lies in DIR. May be run again.
# As root it adds the login COVALENT_TEST_LOGIN (covtest) and a locked one beside it (covtest-locked).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
"$here/install.sh" ssh
mkdir -p "$1"
dir=$(cd "$1" && pwd)
chmod 755 "$dir"
login=$(id -un)
locked=
if is_root; then
  login=${COVALENT_TEST_LOGIN:-covtest}
  locked=$login-locked
  for user in "$login" "$locked"; do id "$user" >/dev/null 2>&1 || useradd --create-home --shell /bin/bash "$user"; done
  usermod -p '*' "$login"  # no password, but not locked: sshd without PAM refuses locked accounts
  usermod -p '!' "$locked"
  install -d -m 755 /run/sshd
fi

# SSH.NET reads the Ed25519 key of a certificate as a signed number, and loses the first byte of one that begins with 0xff and a set bit: one key in 512.
key() {  # key NAME TYPE [PASSPHRASE]
  until [ -f "$dir/$1" ] && ! grep -q 'AAAAIP[+/]' "$dir/$1.pub"; do
    rm -f "$dir/$1" "$dir/$1.pub" "$dir/$1-cert.pub"
    ssh-keygen -q -t "$2" -N "${3:-}" -C "$1" -f "$dir/$1"
  done
}
key host_ed25519 ed25519
key id_ed25519 ed25519
key id_stranger ed25519
key id_passphrase ed25519 'open sesame'
key id_rsa rsa
key id_ecdsa ecdsa
key user_ca ed25519
key id_certified ed25519
key host_ca ed25519
[ -f "$dir/id_certified-cert.pub" ] || ssh-keygen -q -s "$dir/user_ca" -I covalent-test -n "$login" -V -1d:+3650d "$dir/id_certified.pub"
[ -f "$dir/host_ed25519-cert.pub" ] || ssh-keygen -q -s "$dir/host_ca" -I covalent-test-host -h -n 127.0.0.1 -V -1d:+3650d "$dir/host_ed25519.pub"
cat "$dir"/id_ed25519.pub "$dir"/id_passphrase.pub "$dir"/id_rsa.pub "$dir"/id_ecdsa.pub >"$dir/authorized_keys"
chmod 644 "$dir/authorized_keys"
chmod 755 "$dir"

port=$(kept "$dir/port" free_port "${COVALENT_TEST_SSH_FIRST_PORT:-$((22710 + $(own "$dir" 500) * 2))}" 2)
{
  cat <<CONFIG
Port $port
ListenAddress 127.0.0.1
HostKey $dir/host_ed25519
PidFile $dir/sshd.pid
AuthorizedKeysFile $dir/authorized_keys
TrustedUserCAKeys $dir/user_ca.pub
PasswordAuthentication no
KbdInteractiveAuthentication no
PubkeyAuthentication yes
PermitRootLogin prohibit-password
StrictModes no
UsePAM no
UseDNS no
PrintMotd no
PrintLastLog no
LogLevel VERBOSE
AllowUsers $login ${locked:-$login} root
MaxStartups 100:30:200
Subsystem sftp internal-sftp
CONFIG
  # bash reads ~/.bashrc for sshd only in what it takes for an outer shell. A developer's may wait for the lock of a tool that a killed session left behind.
  echo "SetEnv SHLVL=5 ${COVALENT_TEST_SSH_SETENV:-}"
} >"$dir/sshd_config"
# A second configuration shows a certified host key; same port rules, its own pid file.
certified_port=$(kept "$dir/certified_port" free_port "$((port + 1))")
sed -e "s|^Port .*|Port $certified_port|" -e "s|^PidFile .*|PidFile $dir/sshd-certified.pid|" "$dir/sshd_config" >"$dir/sshd_config_certified"
echo "HostCertificate $dir/host_ed25519-cert.pub" >>"$dir/sshd_config_certified"

printf '[127.0.0.1]:%s %s\n' "$port" "$(cut -d' ' -f1,2 "$dir/host_ed25519.pub")" >"$dir/known_hosts"
printf '@cert-authority [127.0.0.1]:%s %s\n' "$certified_port" "$(cut -d' ' -f1,2 "$dir/host_ca.pub")" >"$dir/known_hosts_ca"

up() {  # up NAME CONFIG
  ours "$dir/$1.pid" "$dir" >/dev/null && return 0
  rm -f "$dir/$1.pid"
  /usr/sbin/sshd -t -f "$dir/$2"
  setsid /usr/sbin/sshd -D -e -f "$dir/$2" >"$dir/$1.log" 2>&1 </dev/null &
  for _ in $(seq 3000); do [ -s "$dir/$1.pid" ] && return 0; sleep 0.02; done
  cat "$dir/$1.log" >&2
  fail "sshd did not start; its log is above"
}
up sshd sshd_config
up sshd-certified sshd_config_certified

cat <<ENV
export COVALENT_TEST_SSH_HOST=127.0.0.1
export COVALENT_TEST_SSH_PORT=$port
export COVALENT_TEST_SSH_CERTIFIED_PORT=$certified_port
export COVALENT_TEST_SSH_USER=$login
export COVALENT_TEST_SSH_LOCKED_USER=$locked
export COVALENT_TEST_SSH_DIR=$dir
ENV
