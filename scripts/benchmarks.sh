#!/usr/bin/env bash
# Runs the micro-benchmarks (BenchmarkDotNet, Release). Works from any folder.
#   scripts/benchmarks.sh                          all of them
#   scripts/benchmarks.sh --list flat              their names, nothing is run
#   scripts/benchmarks.sh '*Histogram*' '*Frame*'  those whose full name matches one of the patterns
#   scripts/benchmarks.sh '*Frame*' --job short    options go to BenchmarkDotNet: a quick look, with wide intervals
#   scripts/benchmarks.sh --compare HEAD~1 '*Frame*'   what a change did: that commit and this tree in turns, and the ratio of their times
# Reports are written to BenchmarkDotNet.Artifacts/ in the repository, which git ignores.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Every benchmark class is run by a program built for it; the default limit of 120 s is not enough for that on a busy machine.
build_seconds=600
compare=
if [[ ${1:-} == --compare ]]; then
  [[ $# -ge 2 ]] || { echo "benchmarks.sh: --compare takes a commit" >&2; exit 2; }
  compare=$(git -C "$root" rev-parse --verify --quiet "$2^{commit}") || { echo "benchmarks.sh: there is no commit '$2'" >&2; exit 2; }
  shift 2
fi
filters=()
while [[ $# -gt 0 && $1 != -* ]]; do
  filters+=("$1")
  shift
done
[[ ${#filters[@]} -gt 0 ]] || filters=('*')

run() { # run TREE ARTIFACTS OPTION...: BenchmarkDotNet looks for the project's source below the current folder
  local tree=$1 artifacts=$2
  shift 2
  (cd "$tree" && dotnet run -c Release --project harness/ProtoBench.Benchmarks -- \
    --filter "${filters[@]}" --buildTimeout "$build_seconds" --artifacts "$artifacts" "$@")
}

if [[ -z $compare ]]; then
  run "$root" BenchmarkDotNet.Artifacts "$@"
  exit
fi

command -v python3 >/dev/null || { echo "benchmarks.sh: python3 is missing, which compares" >&2; exit 3; }
work=$(mktemp -d)
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'git -C "$root" worktree remove --force "$work/base" 2>/dev/null; rm -rf "$work"' EXIT
git -C "$root" worktree add --quiet --detach "$work/base" "$compare"
# In turns, and the second time the other way round: a machine that becomes slower meets both.
run "$work/base" "$work/base-1" --exporters json "$@" >&2
run "$root" "$work/new-1" --exporters json "$@" >&2
run "$root" "$work/new-2" --exporters json "$@" >&2
run "$work/base" "$work/base-2" --exporters json "$@" >&2
python3 "$root/scripts/versus/benchmarks.py" "$work" "${compare:0:10}"
