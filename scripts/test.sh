#!/usr/bin/env bash
# Everything that must hold before a change lands: installs what the tests compare against, builds with warnings as errors, checks format and
# file sizes, runs every test and the README's first command. The last line is "N passed, N failed".
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
passed=0
failed=0

step() { # step NAME COMMAND...: one check beside the test projects
  local name=$1 output
  shift
  echo "== $name"
  output=$(mktemp)
  if "$@" >"$output" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    tail -n 60 "$output"
    echo "FAILED: $name"
  fi
  rm -f "$output"
}

finish() {
  echo "$passed passed, $failed failed"
  [[ $failed -eq 0 ]] && exit 0
  exit 1
}

"$root/scripts/install-test-tools.sh" || echo "some tools are missing; tests that need them are skipped with the reason" >&2
step "build, warnings as errors" dotnet build ProtoBench.sln --configuration Release --nologo --verbosity quiet
[[ $failed -eq 0 ]] || finish
step "format" dotnet format ProtoBench.sln --verify-no-changes --no-restore
step "file sizes" scripts/check-file-sizes.sh

for project in servers/*.Tests harness/*.Tests; do
  echo "== $project"
  output=$(mktemp)
  timeout --kill-after=10 900 dotnet test "$project" --configuration Release --no-build --nologo >"$output" 2>&1
  code=$?
  summary=$(grep -E '(Passed|Failed)! +- +Failed:' "$output" | tail -n 1)
  if [[ $summary =~ Failed:\ +([0-9]+),\ +Passed:\ +([0-9]+),\ +Skipped:\ +([0-9]+) ]]; then
    failed=$((failed + BASH_REMATCH[1]))
    passed=$((passed + BASH_REMATCH[2]))
    echo "${BASH_REMATCH[2]} passed, ${BASH_REMATCH[1]} failed, ${BASH_REMATCH[3]} skipped in $project"
    # A crashed test host can report no failed test and still exit with an error.
    if [[ $code -ne 0 && ${BASH_REMATCH[1]} -eq 0 ]]; then
      failed=$((failed + 1))
      tail -n 60 "$output"
    elif [[ $code -ne 0 ]]; then
      grep -vE '^\s+at ' "$output" | tail -n 120
    fi
    grep -E '^\s+Skipped ' "$output" || true
  else
    failed=$((failed + 1))
    tail -n 60 "$output"
    echo "FAILED: $project ended with exit code $code and no summary"
  fi
  rm -f "$output"
done

results=$(mktemp -d)
step "README's first command" scripts/bench.sh --output "$results/run" --set trials=1
step "its report" test -s "$results/run/report.html"
rm -rf "$results"
finish
