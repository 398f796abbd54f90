#!/usr/bin/env bash
# postgres-down.sh DIR — stops the server that postgres-up.sh started for DIR. Its data stays; remove DIR to start afresh.
set -uo pipefail
. "$(dirname "$0")/common.sh"
dir=$(cd "$1" 2>/dev/null && pwd) || exit 0
stop "$dir/pid" "$dir" INT  # INT is PostgreSQL's fast shutdown
