#!/usr/bin/env bash
# Source files stay small: nothing above 400 lines, and nine in ten at most 200. Small files are what separates code bases that are easy to
# change from those that are not. Tables of native bindings and generated files do not count. Lines have at most 140 columns; a line that is
# one text, and style sheets, do not count: cut in two, nobody finds them by searching.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
mapfile -t sizes < <(git ls-files '*.cs' | grep -v '/Native/' | xargs wc -l | awk '$2 != "total" { print $1, $2 }' | sort -n)
count=${#sizes[@]}
percentile=${sizes[$((count * 9 / 10))]}
largest=${sizes[$((count - 1))]}
echo "$count files, 90 % at most ${percentile%% *} lines, largest $largest"
wide=$(git ls-files '*.cs' | grep -v 'StyleSheet\.cs$' | LC_ALL=C.UTF-8 xargs grep -nHP '^.{141,}$' \
  | grep -vP ':\d+: *([+?:] )?[$@]*"' | grep -vP '[.]Tests/.*:\d+: *(http \{|const |for module|[[{]|\d)' | cut -c 1-120 || true)
[[ -z $wide ]] || echo "$wide" | tee /dev/stderr
# A file that a command wrote to the wrong place is seen at the top, where nothing is ever added.
stray=$(git ls-files | cut -d / -f 1 | sort -u | grep -vxF -e .ci -e .editorconfig -e .gitattributes -e .gitignore -e CHANGELOG.md \
  -e CONTRIBUTING.md -e Directory.Build.props -e Directory.Packages.props -e LICENSE -e ProtoBench.sln -e README.md -e docs -e global.json \
  -e harness -e results -e scenarios -e scripts -e servers || true)
[[ -z $stray ]] || echo "not to be at the top level: $stray" | tee /dev/stderr
[[ ${percentile%% *} -le 200 && ${largest%% *} -le 400 && -z $wide && -z $stray ]]
