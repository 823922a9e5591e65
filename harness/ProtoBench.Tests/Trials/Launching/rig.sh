# Three hosts on one machine: network, process, mount, UTS and time namespaces of their own, joined by a bridge, with Debian's sshd in each;
# where there is a slurm.conf, also slurmd, with munge and slurmctld on the bridge. Runs as the first process of a namespace of process ids,
# so that all of it ends when this does; this ends when its input ends.
# Arguments: folder, third byte of the addresses, name of the interface outside. Descriptor 9 is the network namespace outside.
set -u
dir=$1 net=10.77.$2 outside=$3
ip link set lo up
ip link add bridge type bridge
ip addr add "$net.253/24" dev bridge
ip link set bridge up
ip link add inside type veth peer name "$outside"
ip link set "$outside" netns /proc/self/fd/9
ip link set inside master bridge up
nsenter --net=/proc/self/fd/9 ip addr add "$net.254/24" dev "$outside"
nsenter --net=/proc/self/fd/9 ip link set "$outside" up
mkdir -p "$dir/cache"
export SLURM_CONF=$dir/slurm.conf

controller() {
  munged --foreground --force --socket="$dir/munge.socket" --key-file="$dir/munge.key" --pid-file="$dir/munged.pid" \
    --log-file="$dir/munged.log" --seed-file="$dir/munged.seed" >"$dir/munged.out" 2>&1 9>&- &
  until [ -S "$dir/munge.socket" ]; do sleep 0.01; done
  unshare --uts sh -c 'hostname ctl; exec slurmctld -D' >"$dir/slurmctld.out" 2>&1 9>&- &
  until (exec 8<>"/dev/tcp/$net.253/6817") 2>/dev/null; do
    kill -0 $! 2>/dev/null || { echo "slurmctld ended: $(cat "$dir"/slurmctld.*)"; exit 1; }
    sleep 0.01
  done
}

host() {
  unshare --net --uts --mount --pid --fork --kill-child --time --monotonic "${1}00000" --boottime "${1}00000" bash -c '
    dir=$1 net=$2 i=$3
    hostname "h$i"
    [ -e "$dir/processors-$i" ] && taskset --pid --cpu-list "$(cat "$dir/processors-$i")" $$ >/dev/null
    mount -t proc proc /proc
    mount -t tmpfs tmpfs /run
    mkdir -p /run/sshd
    mount -t tmpfs tmpfs "$dir/cache"
    # bash reads this for every command of sshd. What whoever tests has in it is no part of the hosts: pyenv took a tenth of a second.
    [ -e ~root/.bashrc ] && mount --bind /dev/null ~root/.bashrc
    [ -e "$dir/without-$i" ] && for folder in /usr/share/dotnet /usr/lib/dotnet /etc/dotnet; do
      [ -d "$folder" ] && mount -t tmpfs tmpfs "$folder"
    done
    until ip link show eth0 >/dev/null 2>&1; do sleep 0.01; done
    ip link set lo up
    ip addr add "$net.$i/24" dev eth0
    ip link set eth0 up
    /usr/sbin/sshd -D -e -f "$dir/sshd_config" -o "ListenAddress=$net.$i" &
    [ -e "$SLURM_CONF" ] && { slurmd -D -N "h$i" & }
    # Not one of them: the host outlives its daemons. A shell that waits takes in what they leave behind.
    while :; do sleep 600 & wait $!; done
  ' host "$dir" "$net" "$1" >"$dir/h$1.log" 2>&1 9>&- &
  host[$1]=$!
  until [ "$(readlink "/proc/${host[$1]}/ns/net")" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done
  ip link add "v$1" type veth peer name eth0 netns "${host[$1]}"
  ip link set "v$1" master bridge up
}

inside() {
  first=$(cat "/proc/${host[$1]}/task/${host[$1]}/children")
  shift
  nsenter --target "${first%% *}" --net --uts --mount --pid "$@"
}

[ -e "$SLURM_CONF" ] && controller
for i in 1 2 3; do host $i; done
for i in 1 2 3; do
  until nsenter --net=/proc/self/fd/9 bash -c "exec 8<>/dev/tcp/$net.$i/22" 2>/dev/null; do
    kill -0 "${host[$i]}" 2>/dev/null || { echo "h$i ended: $(cat "$dir/h$i.log")"; exit 1; }
    sleep 0.01
  done
done
[ -e "$SLURM_CONF" ] && until [ "$(sinfo --noheader --states=idle --format=%D)" = 3 ]; do sleep 0.1; done
echo ready
while read -r verb i rest; do
  case $verb in
    cut) ip link set "v$i" down ;;
    mend) ip link set "v$i" up ;;
    in) inside "$i" bash -c "$rest" ;;
  esac </dev/null
  echo "done $?"
done
