#!/usr/bin/env bash
# Runs the unit of packaging/systemd under a real systemd: process 1 of namespaces of its own, on an overlay of this machine's file tree, so that nothing of
# this machine changes. Installs the tool as packaging/README.md says, starts the unit, dispatches to it, restarts it in the middle of a dispatch, kills it, looks at
# the journal, stops it. Needs root, Linux with overlayfs, systemd and util-linux.
# Usage: eng/systemd.sh [FOLDER]      FOLDER: scratch space (default: a new one).   NO_BUILD=1 packs what is built already, KEEP=1 leaves FOLDER there.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mkdir -p "${1:-/tmp/covalent-systemd.$$}" && cd "${1:-/tmp/covalent-systemd.$$}" && pwd)
root="$work/root"
port=${PORT:-48218}
group=covalent-try-$$
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
init=
mkdir -p "$root" "$work"/{space,package,client}
mount -t tmpfs -o size=2g,mode=755 tmpfs "$work/space"
mkdir -p "$work"/space/{upper,work}

inside() { nsenter -t "$init" -m -p -u -i -C -r -w -- "$@"; }
cleanup() {
    code=$?
    if [ -n "$init" ]; then
        [ "$code" = 0 ] || { inside systemctl status covalent --no-pager -l || true; inside journalctl --no-pager -n 40 || true; } >&2 2>&1
        # Process 1 of a namespace: everything in it ends with it.
        kill -9 "$init" 2>/dev/null || true
        wait "$starter" 2>/dev/null || true
    fi
    umount -l "$root" 2>/dev/null || true
    umount -l "$work/space" 2>/dev/null || true
    find /sys/fs/cgroup/systemd/"$group" -depth -type d -exec rmdir {} + 2>/dev/null || true
    [ -n "${KEEP:-}" ] || rm -rf "$work"
}
trap cleanup EXIT

[ -n "${NO_BUILD:-}" ] || for project in src/Covalent.Cli samples/01-hello samples/02-compute-pi; do dotnet build "$project" -c Release -v q -nologo; done
dotnet pack src/Covalent.Cli -c Release --no-build -o "$work/package" -v q -nologo

mount -t overlay overlay -o "lowerdir=/,upperdir=$work/space/upper,workdir=$work/space/work" "$root"
# Only what is under test: no unit of this machine is started.
rm -rf "$root/etc/systemd/system"; mkdir -p "$root/etc/systemd/system" "$root/usr/share/dotnet" "$root/etc/covalent"
printf '[Unit]\nDescription=Trial\nWants=dbus.socket systemd-journald.service\n[Install]\n' > "$root/etc/systemd/system/trial.target"
printf 'covalent-trial\n' > "$root/etc/hostname"; : > "$root/etc/machine-id"
rm -rf "$root/var/lib/covalent" "$root/opt/covalent" "$root/var/log/journal"

cat > "$work/init.sh" <<'EOF'
set -e
mount --make-rprivate /
if [ "$(stat -fc %T /sys/fs/cgroup)" = tmpfs ]; then
    mount -t tmpfs -o mode=755 tmpfs "$ROOT/sys" && mkdir -p "$ROOT/sys/fs/cgroup"
    mount -t tmpfs -o mode=755 tmpfs "$ROOT/sys/fs/cgroup" && mkdir "$ROOT/sys/fs/cgroup/systemd"
    mount -t cgroup -o none,name=systemd cgroup "$ROOT/sys/fs/cgroup/systemd"
else
    mount -t sysfs sysfs "$ROOT/sys" && mount -t cgroup2 cgroup2 "$ROOT/sys/fs/cgroup"
fi
mount -t proc proc "$ROOT/proc"
mount --rbind /dev "$ROOT/dev" && mount --make-rslave "$ROOT/dev"
mount -t tmpfs tmpfs "$ROOT/run"; mount -t tmpfs -o mode=1777 tmpfs "$ROOT/tmp"
mount --bind "$DOTNET" "$ROOT/usr/share/dotnet"
mkdir -p "$ROOT/run/package" && mount --bind "$PACKAGE" "$ROOT/run/package"
exec env -i container=trial PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$ROOT" /lib/systemd/systemd --system --unit=trial.target --log-target=journal --show-status=no
EOF
if [ -d /sys/fs/cgroup/systemd ]; then mkdir -p "/sys/fs/cgroup/systemd/$group"; else mkdir -p "/sys/fs/cgroup/$group"; fi
(
    if [ -d /sys/fs/cgroup/systemd ]; then echo 0 > "/sys/fs/cgroup/systemd/$group/cgroup.procs"; else echo 0 > "/sys/fs/cgroup/$group/cgroup.procs"; fi
    exec env ROOT="$root" DOTNET="$dotnet" PACKAGE="$work/package" unshare --mount --pid --fork --kill-child --uts --ipc --cgroup /bin/bash "$work/init.sh"
) > "$work/init.log" 2>&1 &
starter=$!
for _ in $(seq 1 300); do
    init=$(pgrep -P "$starter" || true)
    if [ -n "$init" ] && inside systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded'; then break; fi
    kill -0 "$starter" 2>/dev/null || { cat "$work/init.log" >&2; init=; exit 1; }
    sleep 0.1
done
say() { echo "\$ $*"; inside "$@"; }
echo "systemd: $(inside cat /proc/1/comm), process 1, $(inside systemctl is-system-running || true)"

# As packaging/README.md says.
inside useradd --system --create-home --home-dir /var/lib/covalent covalent
cat > "$root/etc/covalent/nuget.config" <<'EOF'
<configuration><packageSources><clear /><add key="local" value="/run/package" /></packageSources></configuration>
EOF
inside env HOME=/root DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NUGET_PACKAGES=/tmp/packages PATH=/usr/share/dotnet:/usr/bin:/bin \
    dotnet tool install Covalent.Cli --prerelease --tool-path /opt/covalent --configfile /etc/covalent/nuget.config --no-cache
cp packaging/systemd/covalent.service "$root/etc/systemd/system/"
printf '[dispatcher]\nport = %s\n' "$port" > "$root/etc/covalent/covalent.conf"
say systemctl daemon-reload
say systemd-analyze verify covalent.service || true
say systemctl enable --now covalent

cli() { inside env HOME=/root DOTNET_ROOT=/usr/share/dotnet COVALENT_CONFIG_DIR=/tmp/cli /opt/covalent/covalent "$@" --server "http://localhost:$port"; }
ready() { curl -fsS --retry 100 --retry-delay 1 --retry-all-errors --retry-max-time 120 "http://127.0.0.1:$port/ready"; echo; }
client() { env COVALENT_DISPATCHER_ADDR="http://127.0.0.1:$port" COVALENT_DATA_DIR="$work/client" COVALENT_CONFIG_DIR="$work/client" COVALENT_CACHE_DIR="$work/client" "$@"; }
main() { inside systemctl show -P MainPID covalent; }
newest() { cli list -n 1 --json | grep -oE '"dispatchId":"[^"]*"' | cut -d'"' -f4; }

ready
[ "$(inside ps -o user= -p "$(main)")" = covalent ] || { echo "the server does not run as its user" >&2; exit 1; }
client samples/01-hello/bin/Release/net10.0/hello | tee "$work/said"; grep -qx 'Hello, World!' "$work/said"
client samples/02-compute-pi/bin/Release/net10.0/compute-pi 64

echo "-- restart in the middle of a dispatch"
again=$(cli redispatch "$(newest)")
before=$(main)
say systemctl restart covalent
[ "$(main)" != "$before" ] || { echo "it was not restarted" >&2; exit 1; }
ready
cli watch "$again" | tail -1
cli result "$again" | tee "$work/said"; grep -q '^3.14159' "$work/said"

echo "-- killed in the middle of a dispatch: systemd starts it again"
killed=$(cli redispatch "$again")
before=$(main)
inside kill -9 "$before"
for _ in $(seq 1 300); do now=$(main); [ "$now" != 0 ] && [ "$now" != "$before" ] && break; sleep 0.1; done
ready
cli watch "$killed" | tail -1
cli result "$killed" | tee "$work/said"; grep -q '^3.14159' "$work/said"

echo "-- a configuration that is wrong is not tried again and again"
say systemctl stop covalent
[ "$(inside systemctl show -P Result covalent)" = success ] || { echo "it did not stop in good order" >&2; exit 1; }
[ "$(inside systemctl show -P ExecMainStatus covalent)" = 0 ] || { echo "its exit code is not 0" >&2; exit 1; }
printf '[dispatcher]\nport = "no"\n' > "$root/etc/covalent/covalent.conf"
inside systemctl start covalent || true
for _ in $(seq 1 300); do [ "$(inside systemctl is-active covalent)" = failed ] && break; sleep 0.1; done
[ "$(inside systemctl show -P ExecMainStatus covalent) $(inside systemctl show -P NRestarts covalent)" = "3 0" ] || { echo "the wrong configuration: $(inside systemctl show -P ExecMainStatus covalent), $(inside systemctl show -P NRestarts covalent) restarts" >&2; exit 1; }

echo "-- journal and log"
inside journalctl --no-pager -u covalent -o cat | tee "$work/journal"
grep -q "Covalent listens on http://127.0.0.1:$port" "$work/journal"
grep -q 'dispatcher.port' "$work/journal"
tail -3 "$root/var/lib/covalent/logs/server.log"
for id in "$again" "$killed"; do
    grep -q "\"event\":2201,.*$id" "$root/var/lib/covalent/logs/server.log" || { echo "dispatch $id was not in the middle when its server ended" >&2; exit 1; }
done
[ -z "$(inside ps -u covalent -o pid=)" ] || { echo "processes were left:" >&2; inside ps -u covalent -f >&2; exit 1; }
echo "The unit starts, serves, restarts without losing anything, is started again after a kill, and stops in good order."
