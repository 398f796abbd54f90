#!/usr/bin/env bash
# A steady mixed load on a real server: small and wide dispatches, sublattices, large values, live output, failures, cancelling, deleting. Its resident
# memory, managed heap, handles and threads are looked at every ten seconds; at the end the first and the last third and the slope are printed.
#
#   eng/soak.sh                     30 minutes, 5 dispatches a second
#   eng/soak.sh --minutes 5 --rate 2
set -euo pipefail
cd "$(dirname "$0")/.."
configuration=${CONFIGURATION:-Release}
dotnet build src/Covalent.Server -c "$configuration" -v q -nologo
dotnet build bench/Covalent.Benchmarks -c "$configuration" -v q -nologo
exec nice "bench/Covalent.Benchmarks/bin/$configuration/net10.0/Covalent.Benchmarks" soak "$@"
