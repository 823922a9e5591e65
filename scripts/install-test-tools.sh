#!/usr/bin/env bash
# Installs the foreign programs the tests compare ProtoBench with. Debian packages as root; npm packages into git-ignored folders.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
packages=(apache2-bin caddy chromium curl fish gcc haproxy hyperfine iperf3 iproute2 iputils-ping kmod libc6-dev mandoc munge nghttp2-client nginx-light ngtcp2-client ngtcp2-server openssh-client openssh-server postgresql procps python3-grpcio python3-jsonschema python3-prometheus-client python3-protobuf python3-yaml r-base-core slurm-client slurm-wlm-basic-plugins slurmctld slurmd sockperf tshark user-mode-linux util-linux wrk zsh)
command -v node >/dev/null || packages+=(nodejs npm)

missing=()
for package in "${packages[@]}"; do
  dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
if [[ ${#missing[@]} -gt 0 ]]; then
  if [[ $(id -u) -ne 0 ]]; then
    echo "to run every test, install as root: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  echo "installing ${missing[*]}"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || exit 1
fi
"$root/scripts/install-quic.sh"

for lock in "$root"/{harness,servers}/*.Tests/Foreign/package-lock.json; do
  [[ -f $lock ]] || continue
  folder=$(dirname "$lock")
  # npm writes its own copy of the lock file when it is done; an unchanged one means there is nothing to do.
  if [[ ! -f $folder/node_modules/.package-lock.json || $lock -nt $folder/node_modules/.package-lock.json ]]; then
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && touch node_modules/.package-lock.json) || exit 1
  fi
done
