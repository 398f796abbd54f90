#!/usr/bin/env bash
# clouds-down.sh DIR — ends what clouds-up.sh started for DIR.
set -uo pipefail
. "$(dirname "$0")/common.sh"
dir=$(cd "$1" 2>/dev/null && pwd) || exit 0
for name in s3 blob web; do [ -e "$dir/$name.pid" ] && stop "$dir/$name.pid" "$dir"; done
mountpoint -q "$dir/small" 2>/dev/null && umount "$dir/small"
exit 0
