#!/usr/bin/env bash
# Runs the micro-benchmarks (BenchmarkDotNet, Release). Works from any folder.
#   scripts/benchmarks.sh                          all of them
#   scripts/benchmarks.sh --list flat              their names, nothing is run
#   scripts/benchmarks.sh '*Histogram*' '*Frame*'  those whose full name matches one of the patterns
#   scripts/benchmarks.sh '*Frame*' --job short    options go to BenchmarkDotNet: a quick look, with wide intervals
# Reports are written to BenchmarkDotNet.Artifacts/ in the repository, which git ignores.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Every benchmark class is run by a program built for it; the default limit of 120 s is not enough for that on a busy machine.
build_seconds=600
filters=()
while [[ $# -gt 0 && $1 != -* ]]; do
  filters+=("$1")
  shift
done
[[ ${#filters[@]} -gt 0 ]] || filters=('*')
cd "$root" # BenchmarkDotNet looks for the project's source below the current folder
exec dotnet run -c Release --project harness/ProtoBench.Benchmarks -- \
  --filter "${filters[@]}" --buildTimeout "$build_seconds" --artifacts BenchmarkDotNet.Artifacts "$@"
