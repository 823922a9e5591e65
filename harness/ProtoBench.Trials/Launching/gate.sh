#!/bin/sh
# Gate of ProtoBench for a limited ssh key: whoever has the key may have sides of trials run here, of builds that are named, and no more.
# Printed by 'protobench template ssh-gate'. Put it where the user of the key cannot write, and into authorized_keys (sshd(8)):
#   restrict,command="/usr/local/bin/protobench-gate @BUILDS@" ssh-ed25519 AAAA...
# The names are those of the builds that may run: this program and its runtime. A name follows from the contents of all files, and what is
# copied here under it is held against that. Without a name every build may run, and with it whatever is in it.
set -uf
refuse() {
  echo "protobench-gate: $1" >&2
  exit 77
}
script='@SCRIPT@'
asked=${SSH_ORIGINAL_COMMAND:-}
case $asked in
"sh -c '$script' protobench "*) words=${asked#"sh -c '$script' protobench "} ;;
"sh -c '"*"' protobench "*) refuse "another version of ProtoBench than this gate asks; print the gate anew with its template ssh-gate" ;;
"") refuse "this key opens no shell, it only has sides of trials run" ;;
*) refuse "this key only has sides of trials run, and \"$(printf %.40s "$asked" | tr -cd "[:alnum:] ._/-")\" is none" ;;
esac
case $words in *[!A-Za-z0-9._=,:\ -]*) refuse "what is asked for has characters that no word of ProtoBench has" ;; esac

known() { # known NAME LIST...: may this build run?
  name=$1
  case ${name#*-} in *[!0-9a-f]* | "") refuse "$name is no name of a build" ;; esac
  shift
  [ $# -eq 0 ] && return
  for one; do [ "$one" = "$name" ] && return; done
  refuse "this key runs the build$(printf " %s" "$@") and not $name; who owns the host adds it to authorized_keys"
}

number() { case $1 in *[!0-9]* | "" | ??????*) refuse "$1 is no number here" ;; esac }

is() { # is FOLDER NAME: are its files what the name says?
  [ -z "$(find "$1" ! -type f ! -type d)" ] || return 1
  sums=$(cd "$1" && find . -type f | sed "s|^[.]/||" | LC_ALL=C sort | tr "\n" "\0" | xargs -0 sha256sum --) || return 1
  [ "${2#*-}" = "$(printf "%s\n" "$sums" | sha256sum | cut -c 1-16)" ]
}

builds=$*
# Words only: nothing in them has a meaning to a shell, and -f keeps them from being patterns.
set -- $words
verb=$1
case $verb:$# in
probe:1) ;;
verify:3)
  known "$2" $builds
  number "$3"
  ;;
receive:2)
  known "$2" $builds
  root=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/protobench
  umask 077
  mkdir -p "$root" && new=$(mktemp -d "$root/.new-XXXXXXXX") || exit 1
  tar -x -o -f - -C "$new" && is "$new" "$2" || {
    rm -rf "$new"
    refuse "what came is not what $2 says"
  }
  mv -T "$new" "$root/$2" 2>/dev/null && exit
  # Another run may have copied the same meanwhile, and run it: that stays. What is something else goes aside in one step.
  is "$root/$2" "$2" 2>/dev/null && {
    rm -rf "$new"
    exit
  }
  mv -T "$root/$2" "$new.old" 2>/dev/null
  mv -T "$new" "$root/$2" 2>/dev/null
  rm -rf "$new" "$new.old"
  exit
  ;;
start:[89] | start:1[0-9])
  known "$2" $builds
  case $3 in protobench-peer | protobench-peer-aot) ;; *) refuse "$3 is no program of ProtoBench" ;; esac
  [ "$4" = - ] || known "$4" $builds
  case $5 in serve | drive | hello) ;; *) refuse "$5 is no role in a trial" ;; esac
  number "$6"
  case $7 in *[!0-9,-]*) refuse "$7 are no processors" ;; esac
  case $8 in own | shared) ;; *) refuse "$8 is no word of ProtoBench" ;; esac
  (
    shift 8
    for variable; do
      case ${variable%%=*} in
      DOTNET_gcServer | DOTNET_gcConcurrent | DOTNET_TieredPGO | DOTNET_TieredCompilation | DOTNET_TC_CallCountingDelayMs) ;;
      DOTNET_ThreadPool_UnfairSemaphoreSpinLimit | DOTNET_HillClimbing_Disable) ;;
      DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS) ;;
      *) refuse "${variable%%=*} is no variable that may be set" ;;
      esac
      number "${variable#*=}"
    done
  ) || exit
  ;;
*) refuse "$verb with $(($# - 1)) words is nothing that ProtoBench asks for" ;;
esac
# Its sides then start no programs and write no files for whoever asks.
PROTOBENCH_LIMITED=1
export PROTOBENCH_LIMITED
exec sh -c "$script" protobench "$@"
