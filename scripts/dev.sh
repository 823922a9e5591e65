#!/usr/bin/env bash
# The inner loop: builds without analyzers and runs only what is asked for. What lands is checked by scripts/test.sh.
#   scripts/dev.sh build           builds the command and the tests
#   scripts/dev.sh test FILTER     builds, and runs the tests whose full name contains FILTER: a class, a namespace or a sentence
#   scripts/dev.sh golden FILTER   the same, and lets those tests write what they compare with; shows which files became others
#   scripts/dev.sh watch FILTER    runs them now and whenever a source file changes, until it is interrupted
# FILTER may be an expression of 'dotnet test --filter' too, such as 'lane!=alone&FullyQualifiedName~Reports'. A plain build after these
# compiles everything again, with analyzers.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

usage() {
  sed -n '3,6s/^#   //p' "${BASH_SOURCE[0]}" >&2
  exit 2
}

projects=(servers/*.Tests harness/*.Tests)

build() {
  local project
  for project in "${projects[@]}"; do
    dotnet build "$project" --configuration Release --nologo --verbosity quiet -p:Fast=true "-clp:NoSummary"
  done
}

run() { # run FILTER: of every project that has such tests; a filter that no project has is a mistake
  local filter=$1 project output found='' code=0
  [[ $filter == *[~=]* ]] || filter="FullyQualifiedName~$filter"
  output=$(mktemp)
  for project in "${projects[@]}"; do
    dotnet test "$project/bin/Release/net10.0/$(basename "$project").dll" --nologo --filter "$filter" 2>&1 \
      | tee "$output" | grep -v '^No test matches' || true
    if grep -qE '(Passed|Failed)! +- ' "$output"; then
      found=yes
      grep -q 'Passed! ' "$output" || code=1
    elif ! grep -q '^No test matches' "$output"; then
      code=1
    fi
  done
  rm -f "$output"
  [[ $found ]] || { echo "no test has '$1' in its name" >&2; code=2; }
  return "$code"
}

[[ $# -ge 1 ]] || usage
verb=$1
shift
case "$verb" in
  build)
    [[ $# -eq 0 ]] || usage
    build
    ;;
  test)
    [[ $# -eq 1 ]] || usage
    build
    run "$1"
    ;;
  golden)
    [[ $# -eq 1 ]] || usage
    build
    PROTOBENCH_UPDATE_GOLDEN=1 run "$1" || exit
    git status --short
    ;;
  watch)
    [[ $# -eq 1 ]] || usage
    seen=
    while true; do
      # By content: an editor that saves the same again is no change.
      now=$(git ls-files --cached --others --exclude-standard -- harness servers scenarios ':!*.md' | xargs -d '\n' sha1sum 2>/dev/null | sha1sum)
      if [[ $now != "$seen" ]]; then
        seen=$now
        { build && run "$1"; } || true
        echo "-- waiting for a change; Ctrl-C ends"
      fi
      sleep 1
    done
    ;;
  *)
    usage
    ;;
esac
