#!/usr/bin/env bash
# ssh-down.sh DIR — stops the two servers that ssh-up.sh started for DIR; open sessions end when their clients leave.
set -uo pipefail
. "$(dirname "$0")/common.sh"
dir=$(cd "$1" 2>/dev/null && pwd) || exit 0
stop "$dir/sshd.pid" "$dir"
stop "$dir/sshd-certified.pid" "$dir"
