#!/usr/bin/env bash
# Runs the micro-benchmarks (BenchmarkDotNet, Release). Works from any folder.
#   scripts/benchmarks.sh                      all of them
#   scripts/benchmarks.sh '*Histogram*'        those whose full name matches
#   scripts/benchmarks.sh '*' --job short      further arguments go to BenchmarkDotNet
# Reports are written to BenchmarkDotNet.Artifacts/ in the repository, which git ignores.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
filter=${1:-*}
[ $# -gt 0 ] && shift
exec dotnet run -c Release --project "$root/harness/ProtoBench.Benchmarks" -- \
  --filter "$filter" --artifacts "$root/BenchmarkDotNet.Artifacts" "$@"
