#!/usr/bin/env bash
# Installs each package that scripts/package.sh builds, the way users do, and tries it: from a folder that cannot be written to, as a user
# without rights, and what has a runtime of its own without the SDK. It takes the Release build that is there, and leaves nothing behind: as
# root, what belongs into the system is installed into a layer over it that only this script sees.
# Each line is "ok" or "FAILED" or "skipped" with the reason; the exit code is 1 when anything failed.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if [[ $(id -u) -eq 0 && ${PROTOBENCH_OWN_MOUNTS:-} != yes ]]; then
  # Mounts that end with the script, whichever way it ends.
  PROTOBENCH_OWN_MOUNTS=yes exec unshare --mount --propagation private -- "${BASH_SOURCE[0]}" "$@"
fi

# A program that is asked for a few exchanges and does not end in this time hangs.
limit=$((120 * (1 + $(nproc))))
work=$(mktemp -d)
chmod 755 "$work"
cleanup() {
  # Before anything is removed: what is mounted there is the system.
  [[ ! -e $work/layer/root ]] || umount --recursive "$work/layer" || return
  rm -rf --one-file-system "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM
failed=0
ok() { echo "ok       $1"; }
skip() { echo "skipped  $1"; }
fail() { # fail NAME [FILE]: with what was said
  echo "FAILED   $1"
  [[ $# -lt 2 ]] || tail -n 25 "$2" | sed 's/^/         | /'
  failed=$((failed + 1))
}

# Somebody else: owns a home and nothing more.
as_other=()
owner=$(id -u)
if [[ $owner -eq 0 ]]; then
  owner=65534
  as_other=(setpriv --reuid="$owner" --regid="$owner" --clear-groups --inh-caps=-all --bounding-set=-all)
fi
home=$work/home
closed=$work/closed
mkdir -p "$home" "$closed"
chown "$owner" "$home"
chmod 555 "$closed"
plain_path=/usr/local/bin:/usr/bin:/bin
inside=()    # how to get into the layer over the system, for what is installed there
variables=() # what else the environment has

other() { # other FOLDER PATH COMMAND...: in that folder as that user, with nothing of this environment; what it says goes to $work/said
  local folder=$1 path=$2
  shift 2
  timeout --kill-after=5 "$limit" "${inside[@]}" "${as_other[@]}" \
    env -i --chdir="$folder" HOME="$home" PATH="$path" COLUMNS=1000 LANG=C.UTF-8 "${variables[@]}" "$@" >"$work/said" 2>&1 </dev/null
}

exits() { # exits NAME "CODES" FOLDER PATH COMMAND...: the command ends with one of the codes, and not by a bug
  local name=$1 codes=$2 code=0
  shift 2
  other "$@" || code=$?
  if [[ " $codes " != *" $code "* ]]; then
    fail "$name: exit code $code" "$work/said"
  elif grep -qE 'bug in ProtoBench|^   at |Unhandled exception' "$work/said"; then
    fail "$name: a stack trace" "$work/said"
  else
    return 0
  fi
  return 1
}

says() { # says NAME TEXT: the last command said it
  grep -qF -- "$2" "$work/said" || { fail "$1: it does not say '$2'" "$work/said"; return 1; }
}

try() { # try NAME PATH: what every package must do
  local name=$1 path=$2 run
  rm -rf "$home/.local"
  exits "$name --version" 0 / "$path" protobench --version && says "$name --version" "$built" && ok "$name: $(cat "$work/said")"
  exits "$name doctor" "0 3" "$closed" "$path" protobench doctor && says "$name doctor" "because nothing can be written here" \
    && ok "$name: doctor"
  exits "$name link profiles" 0 "$closed" "$path" protobench link profiles && says "$name link profiles" wan-40ms \
    && exits "$name run echo" 0 "$closed" "$path" protobench run echo --set 'links=[wan-40ms]' -n \
    && exits "$name template" 0 "$closed" "$path" protobench template github \
    && ok "$name: scenarios, link profiles and templates are inside"
  if exits "$name quick" "0 4" "$closed" "$path" \
    protobench quick tcp http2 grpc --trials 1 --duration 100ms --set warm-up=50ms --budget 30s; then
    run=("$home"/.local/share/protobench/runs/*-quick)
    if [[ -s ${run[0]}/report.html && $(wc -l <"${run[0]}/trials.jsonl") -eq 3 ]] && compgen -G "${run[0]}/charts/*.png" >/dev/null; then
      ok "$name: quick, with its report and charts at the home of who ran it"
    else
      fail "$name quick: no report, no charts or not three trials in ${run[0]}" "$work/said"
    fi
  fi

  # Root of a container may listen anywhere, and so may everybody where this is 0.
  [[ ${#as_other[@]} -gt 0 && $(</proc/sys/net/ipv4/ip_unprivileged_port_start) -gt 80 ]] || return 0
  exits "$name serve at a port of root's" "2 3" "$closed" "$path" protobench serve http1 --listen 127.0.0.1:80 \
    && says "$name serve" "ermission denied" && ok "$name: what needs root says so"
}

try_refused_link() { # try_refused_link NAME PATH: where no user namespace can be made, as inside a changed root
  exits "$1 link check" 127 "$closed" "$2" protobench link check lan --quick && says "$1 link check" "help: run as root" \
    && ok "$1: a link that needs root says so"
}

case "$(uname -m)" in
  x86_64) platform=linux-x64 ;;
  *) platform=linux-arm64 ;;
esac
packages=$work/packages
"$root/scripts/package.sh" --no-build --fast --platform "$platform" --output "$packages" >"$work/said" 2>&1 || { fail "scripts/package.sh" "$work/said"; exit 1; }
ok "scripts/package.sh, in $SECONDS s"
built=$("$root/harness/ProtoBench/bin/Release/net10.0/protobench" --version)
version=${built%%+*}
chmod -R a+rX "$packages"

# The dotnet tool: by the SDK, from a folder of packages, into an empty one.
dotnet_folder=$(dirname "$(readlink -f "$(command -v dotnet)")")
variables=(DOTNET_ROOT="$dotnet_folder" DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false)
if ! other / "$plain_path" test -x "$dotnet_folder/dotnet"; then
  skip "dotnet tool: another user may not run $dotnet_folder/dotnet"
elif exits "dotnet tool install" 0 "$home" "$dotnet_folder:$plain_path" \
  dotnet tool install protobench --tool-path "$home/tools" --source "$packages"; then
  try "dotnet tool" "$home/tools:$plain_path"
  exits "dotnet tool uninstall" 0 "$home" "$dotnet_folder:$plain_path" dotnet tool uninstall protobench --tool-path "$home/tools"
fi
variables=()

# From here on there is no SDK: a runtime of its own must be enough.
hide_sdk() { # hide_sdk ROOT: an empty folder over it
  [[ ! -d $1$dotnet_folder/sdk ]] || mount -t tmpfs -o ro,mode=755 none "$1$dotnet_folder"
}
if [[ $(id -u) -eq 0 ]] && hide_sdk ""; then
  [[ ! -e $dotnet_folder/sdk ]] || fail "the SDK is still there"
else
  variables=(DOTNET_ROOT=/nonexistent)
  skip "hiding the SDK: only root can; DOTNET_ROOT names nothing instead"
fi

# The tarball, into an empty prefix.
mkdir "$work/prefix"
tar --extract --gzip --file "$packages/protobench-$version-$platform.tar.gz" --directory "$work/prefix" --strip-components=1
try tarball "$work/prefix/bin:$plain_path"

# A profile of one's own that has the name of one that ships: nobody is to take it for that one.
mkdir -p "$home/mine/scenarios/links"
"$work/prefix/bin/protobench" template wan-40ms | sed 's/40/41/g' >"$home/mine/scenarios/links/wan-40ms.yaml"
exits "profile of one's own" 0 "$home/mine" "$work/prefix/bin:$plain_path" protobench run echo --set 'links=[wan-40ms, lan]' -n \
  && says "profile of one's own" "note: link 'wan-40ms' is the file scenarios/links/wan-40ms.yaml" \
  && ok "a profile of one's own with the name of one that ships is told"

# The GitHub action, with that tarball: its own steps, in the order and with the environment that a runner gives them.
if python3 -c 'import yaml' 2>/dev/null; then
  action=$root/scripts/ci/github/action.yml
  mkdir -p "$work/action"
  python3 "$root/scripts/package/action-steps.py" "$action" archive="$packages/protobench-$version-$platform.tar.gz" \
    run="ab echo --pairs 3 --confirm 0 --protocols unix --set duration=100ms --set warm-up=50ms --set 'loads=[{closed: 1}]' -o '$work/action/ab'" \
    gate="'$work/action/ab'" github.action_path="$root/scripts/ci/github" github.action_ref=main \
    github.server_url=https://example.org github.action_repository=owner/protobench >"$work/action/steps.sh"
  code=0
  timeout "$limit" env GITHUB_OUTPUT="$work/action/output" GITHUB_PATH="$work/action/path" GITHUB_STEP_SUMMARY="$work/action/summary" \
    RUNNER_TEMP="$work/action" bash "$work/action/steps.sh" >"$work/said" 2>&1 || code=$?
  # 0 passed, 1 slower, 5 undecided: so short a comparison may be any of them. 4: a pair that does not count on a busy machine.
  if [[ " 0 1 4 5 " == *" $code "* ]] && grep -qx "version=$built" "$work/action/output" && grep -q '^exit-code=' "$work/action/output"; then
    ok "the GitHub action installs, measures and judges"
  else
    fail "the GitHub action: exit code $code" "$work/said"
  fi
else
  skip "the GitHub action: python3-yaml is missing"
fi

# The Debian package: by dpkg, with the dependencies that it names held against what is installed here.
layer=$work/layer/root
lay() { # a layer over the system, to install into
  mkdir "$work/layer" && mount -t tmpfs none "$work/layer" && mkdir "$work/layer"/{upper,work,root} \
    && mount -t overlay -o "lowerdir=/,upperdir=$work/layer/upper,workdir=$work/layer/work" none "$layer" \
    && mount --rbind /proc "$layer/proc" && mount --rbind /dev "$layer/dev" && mount --rbind /sys "$layer/sys" \
    && mount --bind "$work" "$layer$work" && hide_sdk "$layer"
}
if ! command -v dpkg >/dev/null; then
  skip "Debian package: no dpkg here"
elif [[ $(id -u) -ne 0 ]]; then
  skip "Debian package: only root can install it"
elif ! lay 2>"$work/said"; then
  skip "Debian package: no layer can be laid over the system here: $(head -n 1 "$work/said")"
elif ! chroot "$layer" dpkg --no-triggers --install "$packages"/protobench_*.deb >"$work/said" 2>&1; then
  fail "dpkg --install" "$work/said"
else
  ok "dpkg --install, with its dependencies"
  inside=(chroot "$layer")
  try "Debian package" /usr/bin:/bin
  try_refused_link "Debian package" /usr/bin:/bin
  inside=()
  mkdir "$work/tools"
  cp "$root/scripts/package/try-shells.sh" "$work/tools/"
  chroot "$layer" bash "$work/tools/try-shells.sh" || failed=$((failed + 1))
  chroot "$layer" dpkg --no-triggers --purge protobench >"$work/said" 2>&1 || fail "dpkg --purge" "$work/said"
  left=$(find "$layer/usr" -name '*protobench*' -not -path "$layer$root/*" -not -path "$layer$HOME/*" 2>/dev/null)
  if [[ -z $left ]]; then ok "dpkg --purge leaves nothing"; else fail "dpkg --purge leaves $left"; fi
fi

running=$(pgrep --full "$work/(home|prefix|action)/.*protobench" || true)
[[ -z $running ]] || fail "still running: $running"
[[ $failed -eq 0 ]] || exit 1
