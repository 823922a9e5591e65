#!/usr/bin/env bash
# Installs the libraries that http3 and quic run on, where that can be done: as root on Debian 12 or later. Never fails; a run without them says what is missing.
set -u
has() { PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep -q "$1"; }
if has 'libngtcp2_crypto_gnutls\.so\.' && has 'libnghttp3\.so\.'; then
  exit 0
fi

# The number in a package's name is the library's generation, another one in each Debian release.
named() { apt-cache pkgnames "$1" 2>/dev/null | grep -E "^$1[0-9]+$" | sort -V | tail -n 1; }
if [[ $(id -u) -eq 0 ]] && command -v apt-get >/dev/null; then
  [[ -n $(named libngtcp2-crypto-gnutls) ]] || apt-get update -qq || true
  crypto=$(named libngtcp2-crypto-gnutls)
  http3=$(named libnghttp3-)
  if [[ -n $crypto && -n $http3 ]]; then
    echo "installing $crypto and $http3, which http3 and quic run on"
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$crypto" "$http3" >/dev/null && exit 0
  fi
fi

echo "http3 and quic need libraries that are not installed; scripts/protobench doctor says which" >&2
exit 0
