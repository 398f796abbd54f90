#!/usr/bin/env bash
# Builds the container image for real, with a Docker engine of its own and base images made from this machine's .NET, and uses it: health, a dispatch
# with a token, and data that outlives its container. Needs root, dockerd, a Debian file tree, and the packages that a build of this repository restored.
# Usage: eng/container.sh BASE_TREE [FOLDER]      BASE_TREE: what debootstrap --variant=minbase --include=libicu72,libssl3,ca-certificates made
#                                                 FOLDER: scratch space (default: a new one), some 6 GB
# KEEP=1 leaves FOLDER there, and REUSE=1 tries the image that is in it.
set -euo pipefail
cd "$(dirname "$0")/.."

base=$(cd "$1" && pwd)
work=$(mkdir -p "${2:-/tmp/covalent-container.$$}" && cd "${2:-/tmp/covalent-container.$$}" && pwd)
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}
port=${PORT:-48123}
export DOCKER_HOST="unix://$work/docker.sock" DOCKER_BUILDKIT=0 COVALENT_SERVER_TOKEN
COVALENT_SERVER_TOKEN=$(head -c 24 /dev/urandom | base64 | tr -d '/+=')

mkdir -p "$work/client"
cat > "$work/daemon.json" <<EOF
{"data-root":"$work/data","exec-root":"$work/exec","pidfile":"$work/pid","hosts":["$DOCKER_HOST"],"bridge":"none","iptables":false,"ip6tables":false,"ip-forward":false,"ip-masq":false}
EOF
dockerd --config-file "$work/daemon.json" >"$work/dockerd.log" 2>&1 &
daemon=$!
cleanup() {
    docker rm -f covalent-try >/dev/null 2>&1 || true
    kill "$daemon" 2>/dev/null && wait "$daemon" 2>/dev/null || true
    umount "$work/exec/netns/default" 2>/dev/null || true
    [ -n "${KEEP:-}" ] || rm -rf "$work"
}
trap cleanup EXIT
# The line the engine writes when it listens; "Failed" is in the one it ends with.
grep -m 1 -E 'API listen on|[Ff]ailed to start' < <(timeout 60 tail -n +1 -F --pid="$daemon" "$work/dockerd.log" 2>/dev/null)
docker version >/dev/null

if [ -z "${REUSE:-}" ] || ! docker image inspect covalent:try >/dev/null 2>&1; then
# The two images that the Containerfile begins with. Hard links keep this cheap.
image() { # NAME, then pairs of what and where
    local name=$1 tree="$work/tree"; shift
    rm -rf "$tree"; cp -al "$base" "$tree"
    while [ $# -gt 0 ]; do mkdir -p "$tree$(dirname "$2")"; cp -al "$1" "$tree$2" 2>/dev/null || cp -a "$1" "$tree$2"; shift 2; done
    mkdir -p "$tree/usr/bin"; ln -sf /usr/share/dotnet/dotnet "$tree/usr/bin/dotnet"
    tar -C "$tree" -c . | docker import - "$name" >/dev/null
    rm -rf "$tree"
}
mkdir -p "$work/runtime"
cp -a "$dotnet/dotnet" "$dotnet/host" "$work/runtime/"
mkdir -p "$work/runtime/shared"
cp -a "$dotnet/shared/Microsoft.NETCore.App" "$dotnet/shared/Microsoft.AspNetCore.App" "$work/runtime/shared/"
image try/sdk:10.0 "$dotnet" /usr/share/dotnet "$packages" /root/.nuget/packages
image try/aspnet:10.0 "$work/runtime" /usr/share/dotnet

docker build --network none -f packaging/container/Containerfile --build-arg REGISTRY=try/ -t covalent:try .
fi
docker images covalent:try
docker rm -f covalent-try >/dev/null 2>&1 || true

run() {
    docker run -d --name covalent-try --network host --ulimit nofile=8192:8192 -v covalent-try-data:/data -e COVALENT_SERVER_TOKEN \
        covalent:try --address 0.0.0.0 --port "$port" >/dev/null
    # The line the server prints when it is ready.
    grep -m 1 'Covalent listens on' < <(timeout 60 docker logs -f covalent-try 2>&1)
}
client() { env COVALENT_DISPATCHER_ADDR="http://127.0.0.1:$port" COVALENT_SDK__TOKEN="$COVALENT_SERVER_TOKEN" COVALENT_DATA_DIR="$work/client" COVALENT_CONFIG_DIR="$work/client" COVALENT_CACHE_DIR="$work/client" "$@"; }

run
curl -fsS "http://127.0.0.1:$port/health"; echo
curl -fsS "http://127.0.0.1:$port/ready"; echo
[ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/api/v1/dispatches")" = 401 ] || { echo "a call without a token was answered" >&2; exit 1; }
docker exec covalent-try covalent status --data /data
docker exec covalent-try sh -c 'id -un; ps -e 2>/dev/null || true'
client dotnet run --project samples/01-hello -c Release ${NO_BUILD:+--no-build} | tee "$work/said"
grep -q 'Hello, World!' "$work/said"
docker stop -t 30 covalent-try >/dev/null
[ "$(docker inspect -f '{{.State.ExitCode}}' covalent-try)" = 0 ] || { echo "the server did not stop in good order" >&2; exit 1; }
docker rm covalent-try >/dev/null
run
curl -fsS -H "Authorization: Bearer $COVALENT_SERVER_TOKEN" "http://127.0.0.1:$port/api/v1/dispatches" | tee "$work/list"; echo
grep -q '"SimpleWorkflow"' "$work/list"
docker logs covalent-try 2>&1 | grep -qF "$COVALENT_SERVER_TOKEN" && { echo "the token is in the log" >&2; exit 1; }
docker history --no-trunc covalent:try | grep -qF "$COVALENT_SERVER_TOKEN" && { echo "the token is in the image" >&2; exit 1; }
echo "The image builds, serves, stops in good order, and its data outlives its container."
