#!/usr/bin/env bash
# clouds-up.sh DIR — where file transfers go: S3 (moto), Azure Blob (azurite), a web server with TLS, ranges and PUT (nginx), and a disk that is soon full
# (root only). May be run again. Without Node.js, or moto, that one is left out, except when CI=true.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
azurite=${COVALENT_TEST_AZURITE:-${XDG_CACHE_HOME:-$HOME/.cache}/covalent-test/azurite-3.37.0}
mkdir -p "$1"
dir=$(cd "$1" && pwd)
chmod 755 "$dir"

# missing WHAT: says so, and is fatal in CI.
missing() { [ "${CI:-}" = true ] && fail "$1"; printf '%s; its tests are skipped\n' "$1" >&2; }

# answering PORT PIDFILE LOG
answering() {
  local tries
  for tries in $(seq 600); do
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return 0
    running "$(cat "$2")" || break
    sleep 0.05
  done
  tail -n 5 "$3" >&2
  return 1
}

if command -v moto_server >/dev/null 2>&1; then
  # Without the module crc32c, moto tells a CRC-32 by the name of CRC-32C.
  mkdir -p "$dir/python"
  need cc gcc libc6-dev
  printf '%s\n' 'unsigned sum(const unsigned char *b, unsigned long n) {' '  unsigned c = ~0u;' '  while (n--) { c ^= *b++; for (int i = 0; i < 8; i++) c = c & 1 ? c >> 1 ^ 0x82F63B78u : c >> 1; }' '  return ~c;' '}' >"$dir/python/crc32c.c"
  [ -e "$dir/python/sum.so" ] || cc -O2 -shared -fPIC -o "$dir/python/sum.so" "$dir/python/crc32c.c"
  printf '%s\n' 'import ctypes, os' 'library = ctypes.CDLL(os.path.join(os.path.dirname(__file__), "sum.so"))' 'library.sum.argtypes, library.sum.restype = (ctypes.c_char_p, ctypes.c_ulong), ctypes.c_uint' \
    'def crc32c(data):' '    return library.sum(bytes(data), len(data))' >"$dir/python/crc32c.py"
  port=$(kept "$dir/s3.port" free_port $((23400 + $(own "$dir" 500))))
  if ! ours "$dir/s3.pid" "$dir" >/dev/null; then
    COVALENT_TEST_OF=$dir PYTHONPATH=$dir/python setsid moto_server -H 127.0.0.1 -p "$port" >"$dir/s3.log" 2>&1 </dev/null &
    echo $! >"$dir/s3.pid"
  fi
  s3=$port
else
  missing "there is no moto_server (Python package moto, with its server extra) to stand in for S3"
fi

if command -v npm >/dev/null 2>&1 && command -v node >/dev/null 2>&1; then
  [ -e "$azurite/node_modules/azurite/dist/src/blob/main.js" ] ||
    { mkdir -p "$azurite" && npm install --prefix "$azurite" --no-audit --no-fund --ignore-scripts azurite@3.37.0 >"$dir/npm.log" 2>&1; } || { tail -n 5 "$dir/npm.log" >&2; rm -rf "$azurite"; }
  port=$(kept "$dir/blob.port" free_port $((23900 + $(own "$dir" 500))))
  [ -s "$dir/blob.key" ] || head -c 64 /dev/urandom | base64 -w 0 >"$dir/blob.key"
  if ! ours "$dir/blob.pid" "$dir" >/dev/null; then
    COVALENT_TEST_OF=$dir AZURITE_ACCOUNTS="covalent:$(cat "$dir/blob.key")" setsid node "$azurite/node_modules/azurite/dist/src/blob/main.js" --blobHost 127.0.0.1 --blobPort "$port" \
      --inMemoryPersistence --disableTelemetry --skipApiVersionCheck >"$dir/blob.log" 2>&1 </dev/null &
    echo $! >"$dir/blob.pid"
  fi
  blob=$port
else
  missing "there is no Node.js to run azurite, which stands in for Azure Blob Storage"
fi

need nginx nginx-light
port=$(kept "$dir/web.port" free_port $((24400 + $(own "$dir" 500))))
plain=$(kept "$dir/plain.port" free_port $((24900 + $(own "$dir" 500))))
mkdir -p "$dir/web/files" "$dir/web/tmp"
[ -f "$dir/web/cert.pem" ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
  -keyout "$dir/web/key.pem" -out "$dir/web/cert.pem" 2>"$dir/web/openssl.log"
cat >"$dir/web/nginx.conf" <<CONFIG
daemon off;
pid $dir/web/nginx.pid;
error_log $dir/web/error.log;
$(is_root && echo "user root;")
events {}
http {
  access_log $dir/web/access.log;
  client_body_temp_path $dir/web/tmp;
  proxy_temp_path $dir/web/tmp; fastcgi_temp_path $dir/web/tmp; uwsgi_temp_path $dir/web/tmp; scgi_temp_path $dir/web/tmp;
  client_max_body_size 0;
  server {
    listen 127.0.0.1:$port ssl;
    listen 127.0.0.1:$plain;
    ssl_certificate $dir/web/cert.pem;
    ssl_certificate_key $dir/web/key.pem;
    root $dir/web/files;
    location / { dav_methods PUT; create_full_put_path on; }
    location /locked/ { auth_basic locked; auth_basic_user_file $dir/web/users; dav_methods PUT; create_full_put_path on; }
  }
}
CONFIG
printf 'me:%s\n' "$(openssl passwd -apr1 'pass word')" >"$dir/web/users"
if ! ours "$dir/web.pid" "$dir" >/dev/null; then
  PATH="$PATH:/usr/sbin" setsid nginx -c "$dir/web/nginx.conf" -e "$dir/web/error.log" >"$dir/web/out.log" 2>&1 </dev/null &
  echo $! >"$dir/web.pid"
fi
answering "$port" "$dir/web.pid" "$dir/web/error.log" || fail "nginx did not come up"
if [ -n "${s3:-}" ]; then
  answering "$s3" "$dir/s3.pid" "$dir/s3.log" || fail "moto did not come up"
  echo "export COVALENT_TEST_S3=http://127.0.0.1:$s3"
fi
if [ -n "${blob:-}" ]; then
  answering "$blob" "$dir/blob.pid" "$dir/blob.log" || fail "azurite did not come up"
  echo "export COVALENT_TEST_BLOB=http://127.0.0.1:$blob"
  echo "export COVALENT_TEST_BLOB_KEY=$(cat "$dir/blob.key")"
fi
if is_root && { mountpoint -q "$dir/small" || { mkdir -p "$dir/small" && mount -t tmpfs -o size=1m,mode=1777 tmpfs "$dir/small"; }; }; then
  echo "export COVALENT_TEST_SMALL_DISK=$dir/small"
else
  missing "a disk of 1 MiB could not be mounted (root only)"
fi
echo "export COVALENT_TEST_WEB=https://localhost:$port"
echo "export COVALENT_TEST_WEB_PLAIN=http://127.0.0.1:$plain"
echo "export COVALENT_TEST_WEB_DIR=$dir/web"
