#!/usr/bin/env bash
# ProtoBench beside the programs of others, alternating on this machine: sockperf, iperf3, wrk and h2load. Prints ratios and writes JSON.
#   scripts/versus.sh                            everything, seven rounds: about eight minutes on a machine with nothing else to do
#   scripts/versus.sh --rounds 9 --seconds 3     more of them, and longer
#   scripts/versus.sh --only http1,tcp           only comparisons whose names begin so; --list shows them
#   scripts/versus.sh --output versus.json       where the JSON goes; default results/versus.json
#   SOCKPERF=~/sockperf/sockperf scripts/versus.sh --only unix    Unix sockets take a sockperf of 3.8 or later, built from its source
# A ratio is ProtoBench's figure divided by the other's in the same round. Its interval is an order statistic of the rounds and assumes no
# distribution. Root installs what is missing from Debian, and keeps the processors awake for everybody.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
command -v python3 >/dev/null || { echo "versus.sh: python3 is missing" >&2; exit 3; }
packages=(sockperf iperf3 wrk nghttp2-client nginx-light)
missing=()
for package in "${packages[@]}"; do
  dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
if [[ ${#missing[@]} -gt 0 ]]; then
  if [[ $(id -u) -eq 0 ]] && command -v apt-get >/dev/null; then
    echo "installing ${missing[*]}" >&2
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  else
    echo "versus.sh: comparisons with what is missing are left out; as root: apt-get install ${missing[*]}" >&2
  fi
fi
[[ -x $root/harness/ProtoBench/bin/Release/net10.0/protobench ]] || "$root/scripts/build.sh" >&2
exec python3 "$root/scripts/versus/versus.py" --protobench "$root/scripts/protobench" --output "$root/results/versus.json" "$@"
