#!/usr/bin/env bash
# Runs the micro-benchmarks (BenchmarkDotNet, Release). Works from any folder.
#   scripts/benchmarks.sh                      all of them
#   scripts/benchmarks.sh '*Histogram*'        those whose full name matches
#   scripts/benchmarks.sh '*' --job short      further arguments go to BenchmarkDotNet
# Reports are written to BenchmarkDotNet.Artifacts/ in the repository, which git ignores.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Every benchmark class is run by a program built for it; the default limit of 120 s is not enough for that on a busy machine.
build_seconds=600
filter=${1:-*}
[ $# -gt 0 ] && shift
cd "$root" # BenchmarkDotNet looks for the project's source below the current folder
exec dotnet run -c Release --project harness/ProtoBench.Benchmarks -- \
  --filter "$filter" --buildTimeout "$build_seconds" --artifacts BenchmarkDotNet.Artifacts "$@"
