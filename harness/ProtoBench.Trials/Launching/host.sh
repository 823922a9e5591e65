set -u
root=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/protobench
verb=$1
shift
case $verb in
probe)
  set -- ${SSH_CONNECTION:-}
  # srun passes on the variables of the login it was started in; the address is that which srun is reached from.
  [ -n "${SLURM_LAUNCH_NODE_IPADDR:-}" ] && set -- - - "$(ip -o route get "$SLURM_LAUNCH_NODE_IPADDR" 2>/dev/null |
    sed -n "s/.* src \([^ ]*\).*/\1/p")"
  echo "address ${3:-$(hostname -I 2>/dev/null | cut -d " " -f 1)}"
  echo "architecture $(uname -m)"
  echo "kernel $(uname -r)"
  echo "processors $(sed -n "s/^Cpus_allowed_list:[[:space:]]*//p" /proc/self/status)"
  echo "governor $(cat /sys/devices/system/cpu/cpu0/cpufreq/scaling_governor 2>/dev/null || echo none)"
  if unshare --pid --fork --kill-child --mount-proc true 2>/dev/null; then echo "pids own"; else echo "pids shared"; fi
  for program in timeout tar sha256sum taskset; do
    command -v "$program" >/dev/null || echo "missing $program"
  done
  ;;
verify)
  cd "$root/$1" 2>/dev/null || { echo absent; exit 0; }
  if [ "$(find . -type f | wc -l)" -eq "$2" ] && sha256sum --check --status - 2>/dev/null; then echo same; else echo different; fi
  ;;
receive)
  umask 077
  mkdir -p "$root" || exit 1
  new=$(mktemp -d "$root/.new-XXXXXXXX") || exit 1
  tar -x -o -f - -C "$new" || { rm -rf "$new"; exit 1; }
  mv -T "$new" "$root/$1" 2>/dev/null && exit
  # Another run may have copied the same meanwhile, and run it: that stays. What is something else goes aside in one step.
  if [ "$(find "$new" -type f | wc -l)" -eq "$(find "$root/$1" -type f 2>/dev/null | wc -l)" ] &&
    (cd "$new" && find . -type f -exec sha256sum {} +) | (cd "$root/$1" && sha256sum --check --status -) 2>/dev/null; then
    rm -rf "$new"
    exit
  fi
  mv -T "$root/$1" "$new.old" 2>/dev/null
  mv -T "$new" "$root/$1" 2>/dev/null
  rm -rf "$new" "$new.old"
  ;;
start)
  build=$1 program=$2 runtime=$3 role=$4 lifetime=$5 processors=$6 pids=$7
  shift 7
  [ "$processors" = - ] || set -- "$@" taskset -c "$processors"
  [ "$runtime" = - ] || set -- DOTNET_ROOT="$root/$runtime" "$@"
  set -- env "$@" "$root/$build/$program" "$role" --stdio
  # The shell between them says which signal ended the program: unshare fails at repeating a SIGKILL, and ends with 1.
  [ "$pids" = own ] && set -- unshare --pid --fork --kill-child --mount-proc sh -c "\"\$@\"; exit \$?" side "$@"
  timeout -k 2 "$lifetime" "$@"
  exit $?
  ;;
*)
  echo "protobench: there is no $verb" >&2
  exit 2
  ;;
esac
