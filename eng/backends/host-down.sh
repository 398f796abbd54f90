#!/usr/bin/env bash
# host-down.sh DIR — removes the second machine of host-up.sh with every process in it.
set -uo pipefail
. "$(dirname "$0")/common.sh"
dir=$(cd "$1" 2>/dev/null && pwd) || exit 0
stop "$dir/init.pid" "$dir" KILL
number=$(printf '%s' "$dir" | cksum | cut -d' ' -f1)
name=covfar$((number % 100000))
if ip netns list 2>/dev/null | grep -qw "$name"; then ip netns del "$name"; fi
if ip link show "ve-$name" >/dev/null 2>&1; then ip link del "ve-$name"; fi
exit 0
