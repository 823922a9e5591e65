#!/usr/bin/env bash
# Builds what users install, into artifacts/, which git ignores:
#   tool        protobench.VERSION.nupkg, for 'dotnet tool install'; needs the .NET 10 and ASP.NET Core 10 runtimes
#   tarball     protobench-VERSION-PLATFORM.tar.gz with its own runtime; unpacks into a prefix such as /usr/local or ~/.local
#   deb         protobench_VERSION_ARCHITECTURE.deb, the same for Debian and Ubuntu
#   container   container/: a Containerfile with the tarball beside it
# Usage: scripts/package.sh [--only KIND]... [--platform linux-x64|linux-arm64]... [--output FOLDER] [--fast] [--no-build]
#   --output    another folder than artifacts/
#   --platform  what to build for; by default this machine's, and the other one where its runtime can be restored
#   --fast      compresses little, for tests
#   --no-build  takes the Release build that is there
# The code is native ahead of time (ReadyToRun).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
# shellcheck source=scripts/package/stage.sh
source scripts/package/stage.sh
# shellcheck source=scripts/package/kinds.sh
source scripts/package/kinds.sh

kinds=(tool tarball deb container)
only=()
platforms=()
artifacts=$root/artifacts
level=6
build=yes
usage() {
  sed -n 's/^# Usage: /usage: /p' "${BASH_SOURCE[0]}" >&2
  exit 2
}
while [[ $# -gt 0 ]]; do
  case "$1" in
    --only | --platform)
      [[ $# -ge 2 ]] || usage
      case "$1 $2" in
        "--only tool" | "--only tarball" | "--only deb" | "--only container") only+=("$2") ;;
        "--platform linux-x64" | "--platform linux-arm64") platforms+=("$2") ;;
        *)
          echo "package.sh: $1 has no '$2'" >&2
          usage
          ;;
      esac
      shift 2
      ;;
    --output)
      [[ $# -ge 2 ]] || usage
      artifacts=$2
      shift 2
      ;;
    --fast) level=1; shift ;;
    --no-build) build=; shift ;;
    *) usage ;;
  esac
done
[[ ${#only[@]} -eq 0 ]] || kinds=("${only[@]}")
wants() { [[ " ${kinds[*]} " == *" $1 "* ]]; }

case "$(uname -m)" in
  x86_64) here=linux-x64 other=linux-arm64 ;;
  aarch64) here=linux-arm64 other=linux-x64 ;;
  *)
    echo "package.sh: ProtoBench is packaged on x64 and arm64 only, and this is $(uname -m)" >&2
    exit 3
    ;;
esac
command -v dotnet >/dev/null || { echo "package.sh: the .NET 10 SDK is missing" >&2; exit 3; }
if wants deb && ! command -v dpkg-deb >/dev/null; then
  echo "package.sh: no Debian package, because dpkg-deb is missing (apt-get install dpkg)" >&2
  kinds=("${kinds[@]/deb/}")
fi

version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)
mkdir -p "$artifacts"
artifacts=$(cd "$artifacts" && pwd)
# Not in the repository, where a test that looks through all folders would meet folders that vanish.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The time inside archives: the commit's, so that one commit gives one archive.
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export MSBUILDDISABLENODEREUSE=1

[[ ! $build ]] || scripts/build.sh
program=$root/harness/ProtoBench/bin/Release/net10.0/protobench
[[ -x $program ]] || { echo "package.sh: there is no build in $(dirname "$program"); leave --no-build out" >&2; exit 2; }

optional=
if [[ ${#platforms[@]} -eq 0 ]]; then
  platforms=("$here" "$other")
  optional=$other
fi
for platform in "${platforms[@]}"; do
  if [[ $platform == "$here" ]]; then
    wants tool && make_tool
    published=$work/$platform
    { wants tarball || wants deb || wants container; } && publish_here "$published"
  else
    { wants tarball || wants deb || wants container; } || continue
    published=$work/$platform
    if ! publish_other "$platform" "$published"; then
      [[ $platform == "$optional" ]] || exit 1
      echo "package.sh: nothing for $platform, because it cannot be built here; the lines above say why" >&2
      continue
    fi
  fi

  stage=$work/protobench-$version-$platform
  if wants tarball || wants deb || wants container; then stage_prefix "$published" "$platform" "$stage"; fi
  if wants tarball || wants container; then make_tarball "$stage" "$platform"; fi
  if wants deb; then make_deb "$stage" "$platform"; fi
done
if wants container; then make_container; fi
echo "ProtoBench $("$program" --version)"
[[ -z $(git status --porcelain --untracked-files=no 2>/dev/null) ]] || echo "with changes that are not committed" >&2
