#!/usr/bin/env bash
# Everything that must hold before a change lands: installs what the tests compare against, builds with warnings as errors, checks format and
# file sizes, runs every test and the README's first command. The last line is "N passed, N failed".
#   scripts/test.sh          everything
#   scripts/test.sh --fast   the pure tests only, of a build without analyzers: about a minute, two where everything has to be compiled
# Tests have lanes (harness/*.Tests/Lane.cs). Pure and waiting of all projects run at once. After them what judges a measurement: hosts, links
# and programs beside each other, and what judges the machine's own times alone. A project is whatever lies in servers/*.Tests and
# harness/*.Tests.
# Up to five tests that fail beside others are run once more with nothing beside them. What passes then is told as unsteady, by name. What
# fails alone has nothing to blame, and is not tried again.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
fast=
case "${1:-}" in
  "") ;;
  --fast) fast=yes ;;
  *)
    echo "usage: scripts/test.sh [--fast]" >&2
    exit 2
    ;;
esac

# A lane that takes longer hangs: many times what it needs on an idle machine, and more where others want the processors as well.
lane_seconds() { awk -v processors="$(nproc)" '{ times = 1 + $1 / processors; printf "%d", 1200 * (times < 4 ? times : 4) }' /proc/loadavg; }
passed=0
failed=0
jobs=() # what was begun and has not been told yet: its name, and in $work/NUMBER.* what it said and how it ended
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'kill $(jobs -p) 2>/dev/null; exit 130' INT TERM

begin() { # begin NAME COMMAND...: starts a check or a lane beside what runs already
  local name=$1 id=$((++begun))
  shift
  jobs+=("$id:$name")
  # What a script starts in the background ignores SIGINT, and so would what tests start (POSIX, sh, asynchronous lists).
  {
    local from=$SECONDS
    env --default-signal=INT,QUIT "$@" >"$work/$id.output" 2>&1
    echo "$?" >"$work/$id.code"
    echo "$((SECONDS - from))" >"$work/$id.seconds"
  } &
}
begun=0

lane() { # lane NAME PROJECT FILTER: begins the tests of a built project that the filter takes
  local tests
  tests="$2/bin/Release/net10.0/$(basename "$2").dll"
  echo "$tests" >"$work/$((begun + 1)).tests"
  begin "lane $1 of $2" timeout --kill-after=10 "$(lane_seconds)" dotnet test "$tests" --nologo --filter "$3"
}

has_lane() { # has_lane NAME PROJECT: does one of its classes ask for it?
  grep -rqF "Lane.${1^})]" "$2" --include='*.cs'
}

finish_all() { # waits for what was begun, and tells of each
  wait
  local job id name code
  for job in "${jobs[@]}"; do
    id=${job%%:*} name=${job#*:}
    # Killed before it could say how it ended, or a full disk: that is no success.
    [[ -s $work/$id.code ]] || echo 1 >"$work/$id.code"
    code=$(cat "$work/$id.code")
    echo "== $name ($(cat "$work/$id.seconds") s)"
    if [[ $name == lane\ * ]]; then
      tell_lane "$name" "$work/$id.output" "${code:-1}" "$(cat "$work/$id.tests")"
    else
      tell_check "$name" "$work/$id.output" "${code:-1}"
    fi
  done
  jobs=()
}

tell_check() { # tell_check NAME OUTPUT CODE
  if [[ $3 -eq 0 ]]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    tail -n 60 "$2"
    echo "FAILED: $1"
  fi
}

tell_lane() { # tell_lane NAME OUTPUT CODE TESTS: a lane that hung, crashed or had no test has no summary, and fails
  local summary unsteady
  summary=$(grep -E '(Passed|Failed)! +- +Failed:' "$2" | tail -n 1)
  if [[ $summary =~ Failed:\ +([0-9]+),\ +Passed:\ +([0-9]+),\ +Skipped:\ +([0-9]+) ]]; then
    failed=$((failed + BASH_REMATCH[1]))
    passed=$((passed + BASH_REMATCH[2]))
    echo "${BASH_REMATCH[2]} passed, ${BASH_REMATCH[1]} failed, ${BASH_REMATCH[3]} skipped"
    # A crashed test host can report no failed test and still exit with an error.
    if [[ $3 -ne 0 && ${BASH_REMATCH[1]} -eq 0 ]]; then
      failed=$((failed + 1))
      tail -n 60 "$2"
      echo "FAILED: $1 ended with exit code $3"
    elif [[ $3 -ne 0 ]]; then
      grep -vE '^\s+at ' "$2" | tail -n 120
      unsteady=${BASH_REMATCH[1]}
      if [[ $3 -eq 1 && $1 != "lane alone "* ]] && all_pass_again "$2" "$4" "$unsteady"; then
        failed=$((failed - unsteady))
        passed=$((passed + unsteady))
        echo "UNSTEADY: these failed beside other tests and passed with nothing beside them:"
        failed_tests "$2" | sort -u
      fi
    fi
    grep -E '^\s+Skipped ' "$2" || true
  else
    failed=$((failed + 1))
    tail -n 60 "$2"
    echo "FAILED: $1 ended with exit code $3 and no summary"
  fi
}

failed_tests() { # failed_tests OUTPUT: a line for each, its method; the cases of a theory have the same
  sed -nE 's/^  Failed ([A-Za-z0-9_.+]+).*$/\1/p' "$1"
}

all_pass_again() { # all_pass_again OUTPUT TESTS COUNT: do the COUNT failed tests of a whole lane pass, each run once more?
  local name
  # Tests that a crash kept from running would be told as passed, and so would one whose name was not found in the output.
  grep -qiE 'test run (was )?aborted|test host process crashed' "$1" && return 1
  [[ $3 -le 5 && $(failed_tests "$1" | wc -l) -eq $3 ]] || return 1
  while read -r name; do
    timeout --kill-after=10 300 dotnet test "$2" --nologo --filter "FullyQualifiedName=$name" </dev/null >"$1.again" 2>&1 || return 1
    # A name that fits nothing, or a test that is skipped now, is no success.
    grep -qE 'Passed! +- +Failed: +0, +Passed: +[1-9]' "$1.again" || return 1
  done < <(failed_tests "$1" | sort -u)
}

check() { # check NAME COMMAND...: begins it and waits for it
  begin "$@"
  finish_all
}

end() {
  echo "$passed passed, $failed failed"
  [[ $failed -eq 0 ]] && exit 0
  exit 1
}

projects=(servers/*.Tests harness/*.Tests)
first='lane!=hosts&lane!=links&lane!=programs&lane!=alone'

if [[ $fast ]]; then
  for project in "${projects[@]}"; do
    check "build of $project without analyzers" dotnet build "$project" --configuration Release --nologo --verbosity quiet -p:Fast=true
  done
  [[ $failed -eq 0 ]] || end
  for project in "${projects[@]}"; do
    lane pure "$project" "lane!=waiting&$first"
  done
  begin "file sizes" scripts/check-file-sizes.sh
  finish_all
  end
fi

"$root/scripts/install-test-tools.sh" || echo "some tools are missing; tests that need them are skipped with the reason" >&2
check "build, warnings as errors" dotnet build ProtoBench.sln --configuration Release --nologo --verbosity quiet
[[ $failed -eq 0 ]] || end
# Hundreds of tests start it, and would each tell of nothing but its absence.
check "the peer beside the tests" test -s harness/ProtoBench.Tests/bin/Release/net10.0/peer/protobench-peer.dll
[[ $failed -eq 0 ]] || end

# The build has checked the style and the formatting of all that it compiled (.editorconfig, IDE0055).
begin "white space" dotnet format whitespace . --folder --verify-no-changes
begin "file sizes" scripts/check-file-sizes.sh
begin "packages, installed and tried" timeout --kill-after=10 "$(lane_seconds)" scripts/test-packages.sh
for project in "${projects[@]}"; do
  lane "pure and waiting" "$project" "$first"
done
finish_all

for lane in hosts links programs; do
  for project in "${projects[@]}"; do
    has_lane "$lane" "$project" && lane "$lane" "$project" "lane=$lane"
  done
done
finish_all

for project in "${projects[@]}"; do
  if has_lane alone "$project"; then
    lane alone "$project" 'lane=alone'
    finish_all
  fi
done

check "README's first command" scripts/bench.sh --output "$work/run" --set trials=1
check "its report" test -s "$work/run/report.html"
end
