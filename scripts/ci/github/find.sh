#!/usr/bin/env bash
# Where the action gets ProtoBench from: says archive=FILE, or build=true where it has to be built from the action's own source.
set -euo pipefail
say() { echo "$1" >>"$GITHUB_OUTPUT"; }
fetch() { curl --fail --silent --show-error --location --retry 3 --output "$1" "$2"; } # fetch FILE ADDRESS

case "$(uname -m)" in
  x86_64) platform=linux-x64 ;;
  aarch64) platform=linux-arm64 ;;
  *)
    echo "ProtoBench has no build for $(uname -s) $(uname -m); use a runner with Linux on x64 or arm64" >&2
    exit 1
    ;;
esac

if [[ -z $ARCHIVE && $TAG =~ ^v?([0-9]+\.[0-9]+\.[0-9]+.*)$ ]]; then
  release="$RELEASES/$TAG/protobench-${BASH_REMATCH[1]}-$platform.tar.gz"
  if fetch "$RUNNER_TEMP/protobench.tar.gz" "$release"; then
    say "archive=$RUNNER_TEMP/protobench.tar.gz"
  else
    echo "there is no release at $release, so ProtoBench is built"
    say build=true
  fi
elif [[ -z $ARCHIVE ]]; then
  echo "'${TAG:-no tag}' is not a release, so ProtoBench is built"
  say build=true
elif [[ $ARCHIVE == https://* ]]; then
  fetch "$RUNNER_TEMP/protobench.tar.gz" "$ARCHIVE"
  say "archive=$RUNNER_TEMP/protobench.tar.gz"
elif [[ -f $ARCHIVE ]]; then
  say "archive=$(realpath "$ARCHIVE")"
else
  echo "archive: there is no file '$ARCHIVE', and it is no address that begins with https://" >&2
  exit 1
fi
