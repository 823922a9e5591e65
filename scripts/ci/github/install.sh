#!/usr/bin/env bash
# Unpacks ProtoBench, built first where BUILD says so, into the runner's folder for tools and puts it on PATH for the steps that follow.
set -euo pipefail
source=$(cd "$ACTION_FOLDER/../../.." && pwd)
if [[ $BUILD == true ]]; then
  case "$(uname -m)" in
    x86_64) platform=linux-x64 ;;
    *) platform=linux-arm64 ;;
  esac
  bash "$source/scripts/package.sh" --only tarball --platform "$platform"
  ARCHIVE=$(echo "$source"/artifacts/protobench-*.tar.gz)
fi

prefix=$RUNNER_TEMP/protobench
rm -rf "$prefix"
mkdir -p "$prefix"
tar --extract --gzip --file "$ARCHIVE" --directory "$prefix" --strip-components=1
version=$("$prefix/bin/protobench" --version)
if [[ $HTTP3 == true ]]; then
  sudo bash "$source/scripts/install-quic.sh"
fi

echo "$prefix/bin" >>"$GITHUB_PATH"
echo "version=$version" >>"$GITHUB_OUTPUT"
echo "ProtoBench $version"
