#!/usr/bin/env bash
# postgres-up.sh DIR — a throwaway PostgreSQL on loopback as a plain user, with settings made for speed: nothing here survives a power loss.
# Everything it writes lies in DIR (keep the path short: a socket path may have 107 bytes). May be run again, also after a kill -9 of the server.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
"$here/install.sh" postgres
mkdir -p "$1"
dir=$(cd "$1" && pwd)
chmod 755 "$dir"
bin=$(postgres_programs)
as=()
if is_root; then
  user=${COVALENT_TEST_POSTGRES_OWNER:-postgres}
  chown "$user:" "$dir"
  as=(setpriv --reuid "$user" --regid "$(id -g "$user")" --init-groups env "HOME=$dir")
fi
port=$(kept "$dir/port" free_port "${COVALENT_TEST_POSTGRES_FIRST_PORT:-$((25432 + $(own "$dir" 600)))}")
password=$(kept "$dir/password" printf 'test-%s' "$(head -c 12 /dev/urandom | od -An -tx1 | tr -d ' \n')")
cd "$dir"
if [ ! -s "$dir/data/PG_VERSION" ]; then
  "${as[@]}" "$bin/initdb" -D "$dir/data" -U covtest -A scram-sha-256 --pwfile="$dir/password" -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log" 2>&1 ||
    { cat "$dir/initdb.log" >&2; fail "initdb failed; its words are above"; }
fi
# 127.0.0.1 demands the password, so that wrong ones can be tried; the socket trusts its folder.
printf 'local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n' >"$dir/data/pg_hba.conf"
if ! ours "$dir/pid" "$dir" >/dev/null; then
  "${as[@]}" "$bin/pg_ctl" -D "$dir/data" -w -t 30 -s -l "$dir/postgres.log" -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$dir \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB -c max_connections=200 -c autovacuum_naptime=3600 ${COVALENT_TEST_POSTGRES_OPTIONS:-}" start ||
    { tail -n 20 "$dir/postgres.log" >&2; fail "PostgreSQL did not start; the end of its log is above"; }
  head -n 1 "$dir/data/postmaster.pid" >"$dir/pid"
fi
export PGPASSWORD=$password
psql -h 127.0.0.1 -p "$port" -U covtest -d postgres -qAtc "select 1 from pg_database where datname = 'covalent'" | grep -q 1 ||
  psql -h 127.0.0.1 -p "$port" -U covtest -d postgres -qAtc 'create database covalent'
echo "export COVALENT_TEST_POSTGRES='Host=127.0.0.1;Port=$port;Username=covtest;Password=$password;Database=covalent'"
echo "export COVALENT_TEST_POSTGRES_DIR=$dir"
