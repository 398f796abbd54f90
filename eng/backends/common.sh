# Sourced by the other scripts of this folder.

fail() { printf '%s\n' "$*" >&2; exit 1; }

is_root() { [ "$(id -u)" = 0 ]; }

# running PID: true for a live process; a zombie (an orphan that pid 1 has not reaped yet) counts as gone.
running() {
  local state
  state=$(ps -o stat= -p "$1" 2>/dev/null) || return 1
  [ -n "$state" ] && [[ $state != Z* ]]
}

# ours PIDFILE DIR: prints the recorded pid if that process lives and was started for DIR.
# Its command line or environment must name DIR, so a pid that was given to somebody else meanwhile is left alone.
ours() {
  local pid
  pid=$(cat "$1" 2>/dev/null) && [ -n "$pid" ] && running "$pid" || return 1
  tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "$2" ||
    tr '\0' '\n' <"/proc/$pid/environ" 2>/dev/null | grep -qF -- "$2" || return 1
  printf '%s\n' "$pid"
}

# stop PIDFILE DIR [SIGNAL]: ends the recorded process, politely first, and forgets the file.
stop() {
  local pid tries
  if pid=$(ours "$1" "$2"); then
    kill "-${3:-TERM}" "$pid" 2>/dev/null || true
    for tries in $(seq 100); do running "$pid" || break; sleep 0.05; done
    if running "$pid"; then kill -KILL "$pid" 2>/dev/null || true; fi
  fi
  rm -f "$1"
}

# own DIR COUNT: a number below COUNT that belongs to DIR, so that back ends which start at the same time look for ports in different places.
own() { printf '%s\n' "$(($(printf '%s' "$1" | cksum | cut -d' ' -f1) % $2))"; }

# free_port FIRST [STEP]: the first port from FIRST on, in steps, that nobody answers on.
free_port() {
  local port=$1
  while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + ${2:-1})); done
  printf '%s\n' "$port"
}

# kept FILE COMMAND...: what FILE holds, or COMMAND's output, remembered in FILE; so a second start finds the same port.
kept() {
  local file=$1
  shift
  [ -s "$file" ] || "$@" >"$file"
  cat "$file"
}

# need COMMAND PACKAGE...: installs the packages when COMMAND is missing.
need() {
  local command=$1
  shift
  PATH="$PATH:/usr/sbin:/sbin" command -v "$command" >/dev/null 2>&1 && return 0
  is_root || fail "'$command' is missing; as root, install: $*"
  command -v apt-get >/dev/null 2>&1 || fail "'$command' is missing and there is no apt-get; install: $*"
  export DEBIAN_FRONTEND=noninteractive
  local install=(apt-get -o DPkg::Lock::Timeout=500 install -y --no-install-recommends "$@")
  "${install[@]}" >&2 </dev/null || { apt-get -o DPkg::Lock::Timeout=500 update >&2 </dev/null && "${install[@]}" >&2 </dev/null; }
}

# postgres_programs: the folder of initdb and pg_ctl, which Debian keeps off PATH.
postgres_programs() {
  local found
  found=$(command -v pg_ctl 2>/dev/null) || found=$(ls -d /usr/lib/postgresql/*/bin/pg_ctl 2>/dev/null | sort -V | tail -n 1)
  [ -n "$found" ] || return 1
  dirname "$found"
}
