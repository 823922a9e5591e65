"""One run of ProtoBench, and one of each program it is held against. Each returns its figures by name, or raises Void."""
import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import NamedTuple


class Void(Exception):
    """The run gives no figures, with the reason."""


class Call(NamedTuple):
    """A gRPC call: the body of its request, and how many bytes of body a right answer has."""
    body: bytes
    answer: int


class Machine:
    """Which processors servers and clients get: the same halves that ProtoBench gives its own (ProcessorSplit)."""

    def __init__(self):
        allowed = sorted(os.sched_getaffinity(0))
        half = len(allowed) // 2
        self.server = allowed[:half] or allowed
        self.client = allowed[half:] or allowed
        self._latency = None

    def stay_awake(self):
        """Keeps processors out of sleep for everybody, as ProtoBench does in its trials (Documentation/power/pm_qos_interface.rst)."""
        try:
            self._latency = os.open("/dev/cpu_dma_latency", os.O_WRONLY)
            os.write(self._latency, bytes(4))
            return True
        except OSError:
            return False


def run(command, processors, seconds):
    """Runs a program on its processors. Returns what it printed, and the processor time it took, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        ended = subprocess.run(
            command, capture_output=True, text=True, timeout=60 + 10 * seconds,
            preexec_fn=lambda: os.sched_setaffinity(0, processors))
    except FileNotFoundError as error:
        raise Void(f"{command[0]} is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise Void(f"{command[0]} did not end") from error
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if ended.returncode != 0:
        raise Void(f"{command[0]} ended with {ended.returncode}: {(ended.stderr or ended.stdout).strip()[-200:]}")
    return ended.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


class Server:
    """A server of somebody else's, from when its port answers until the end of the block."""

    def __init__(self, command, processors, port, tcp=True):
        """port: a number, or the path of a Unix socket."""
        self._command, self._processors, self._port, self._tcp = command, processors, port, tcp

    def __enter__(self):
        try:
            self._process = subprocess.Popen(
                self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
                preexec_fn=lambda: os.sched_setaffinity(0, self._processors))
        except FileNotFoundError as error:
            raise Void(f"{self._command[0]} is not installed") from error
        for _ in range(500):
            if self._process.poll() is not None:
                raise Void(f"{self._command[0]} ended by itself with {self._process.returncode}")
            if self._answers():
                return self
            time.sleep(0.02)
        self.__exit__()
        raise Void(f"{self._command[0]} does not listen at port {self._port}")

    def _answers(self):
        if isinstance(self._port, str):
            # Listening is flag 0x10000 (__SO_ACCEPTCON).
            with open("/proc/net/unix", encoding="ascii") as table:
                return any(line.split()[3:] and line.split()[3] == "00010000" and line.split()[-1] == self._port for line in table)
        kind = "tcp" if self._tcp else "udp"
        listening = "0A" if self._tcp else "07"
        with open(f"/proc/net/{kind}", encoding="ascii") as table:
            return any(
                fields[1].endswith(f":{self._port:04X}") and fields[3] == listening
                for fields in (line.split() for line in table.readlines()[1:]))

    def __exit__(self, *_):
        self._end(signal.SIGTERM)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._end(signal.SIGKILL)
            self._process.wait()

    def _end(self, how):
        try:
            os.killpg(self._process.pid, how)
        except ProcessLookupError:
            pass  # It has ended by itself, which its clients have told.


def free_port(tcp=True):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM if tcp else socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def protobench(program, folder, scenario, seed):
    """One trial of a scenario with one cell, as anybody would run it."""
    file, output = Path(folder, "scenario.yaml"), Path(folder, "run")
    file.write_text("title: One cell, beside another program?\ntrials: 1\n" + scenario, encoding="utf-8")
    shutil.rmtree(output, ignore_errors=True)
    ended = subprocess.run([program, "run", str(file), "--seed", str(seed), "-o", str(output)], capture_output=True, text=True, timeout=300)
    trials = output / "trials.jsonl"
    if not trials.exists():
        raise Void(f"protobench ended with {ended.returncode}: {ended.stderr.strip()[-300:]}")
    lines = trials.read_text(encoding="utf-8").splitlines()
    if len(lines) != 1:
        raise Void(f"the scenario has {len(lines)} trials where one was meant")
    trial = json.loads(lines[0])
    if trial["status"] != "Succeeded":
        raise Void("protobench: " + "; ".join(trial["reasons"]))
    measured = trial["measurement"]
    # The service time, as others count: from when a request was sent.
    latency = trial.get("serviceMicroseconds") or {}
    done = measured["outcomes"]["completed"]
    bulk = measured.get("goodputBytesPerSecond") is not None
    return {
        "rate": measured.get("achievedRate"),
        "p50": latency.get("p50"),
        "p99": latency.get("p99"),
        "p99.9": latency.get("p99_9") or latency.get("p999"),
        "goodput": measured.get("goodputBytesPerSecond"),
        "datagrams": measured["goodputBytesPerSecond"] / 1400 if measured.get("datagramsSent") else None,
        "cpu": None if bulk or not done else trial["client"]["cpuSeconds"] / done * 1e6,
    }


def sockperf_of_unix():
    """A sockperf that knows Unix sockets, as 3.8 does; Debian 12 has 3.7. None: there is none."""
    program = os.environ.get("SOCKPERF", "sockperf")
    try:
        told = subprocess.run([program, "server", "--help"], capture_output=True, text=True, timeout=10)
    except OSError:
        return None
    return program if "UNIX domain" in told.stdout + told.stderr else None


def sockperf_unix(machine, seconds, folder):
    path = Path(folder, "sockperf")
    # Its server leaves it behind, and ends where one is.
    path.unlink(missing_ok=True)
    return ping_pong(machine, seconds, sockperf_of_unix(), ["--addr", str(path), "--tcp"], str(path), True)


def sockperf(machine, seconds, tcp):
    port = free_port(tcp)
    return ping_pong(machine, seconds, "sockperf", ["-i", "127.0.0.1", "-p", str(port), *(["--tcp"] if tcp else [])], port, tcp)


def ping_pong(machine, seconds, program, where, port, tcp):
    with Server([program, "server", *where], machine.server, port, tcp):
        said, _ = run([program, "ping-pong", *where, "-t", str(seconds), "-m", "64", "--full-rtt"], machine.client, seconds)
    found = {name: float(value) for name, value in re.findall(r"percentile (\d+\.\d+) =\s+([\d.]+)", said)}
    if "50.000" not in found:
        raise Void("sockperf printed no percentiles")
    return {"p50": found["50.000"], "p99": found.get("99.000"), "p99.9": found.get("99.900")}


def iperf3(machine, seconds, extra, key):
    port = free_port()
    with Server(["iperf3", "-s", "-B", "127.0.0.1", "-p", str(port)], machine.server, port):
        said, _ = run(
            ["iperf3", "-c", "127.0.0.1", "-p", str(port), "-t", str(seconds), "-O", "1", "-J", *extra], machine.client, seconds)
    end = json.loads(said)["end"]
    return {"goodput": end[key]["bits_per_second"] / 8}


def iperf3_datagrams(machine, seconds, length):
    port = free_port()
    with Server(["iperf3", "-s", "-B", "127.0.0.1", "-p", str(port)], machine.server, port):
        said, _ = run(
            ["iperf3", "-c", "127.0.0.1", "-p", str(port), "-t", str(seconds), "-O", "1", "-J", "-R", "-u", "-b", "0", "-l", str(length)],
            machine.client, seconds)
    end = json.loads(said)["end"]
    found = end.get("sum_received") or end["sum"]
    return {"datagrams": (found["packets"] - found["lost_packets"]) / found["seconds"]}


def sockperf_datagrams(machine, seconds, length):
    """What it sends: its server does not tell what arrived."""
    port = free_port(tcp=False)
    with Server(["sockperf", "server", "-i", "127.0.0.1", "-p", str(port)], machine.server, port, tcp=False):
        said, _ = run(
            ["sockperf", "throughput", "-i", "127.0.0.1", "-p", str(port), "-t", str(seconds), "-m", str(length)], machine.client, seconds)
    rate = re.search(r"Message Rate is (\d+)", said)
    if not rate:
        raise Void("sockperf printed no message rate")
    return {"datagrams": float(rate.group(1))}


def better(*sides):
    """The largest of each figure, of those that give any."""
    found, voids = {}, []
    for side in sides:
        try:
            for figure, value in side().items():
                found[figure] = max(value, found.get(figure, 0))
        except Void as reason:
            voids.append(str(reason))
    if not found:
        raise Void("; ".join(voids))
    return found


def wrk(machine, seconds, port, connections, path="/"):
    said, cpu = run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}", "--latency", f"http://127.0.0.1:{port}{path}"], machine.client, seconds)
    sizes = {"us": 1, "ms": 1e3, "s": 1e6}
    times = {share: float(value) * sizes[unit] for share, value, unit in re.findall(r"(\d+)%\s+([\d.]+)(us|ms|s)", said)}
    done = int(re.search(r"(\d+) requests in", said).group(1))
    if not done or "Non-2xx" in said:
        raise Void("wrk got no answers, or wrong ones")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said).group(1))
    return {"rate": rate, "p50": times["50"], "p99": times["99"], "cpu": cpu / done * 1e6}


def h2load(machine, seconds, folder, port, connections, streams, path="/", call=None):
    log, body = Path(folder, "h2load.log"), Path(folder, "h2load.body")
    log.unlink(missing_ok=True)
    sent = []
    if call:
        body.write_bytes(call.body)
        sent = ["-d", str(body), "-H", "content-type: application/grpc", "-H", "te: trailers"]
    said, cpu = run(
        ["h2load", "-t1", f"-c{connections}", f"-m{streams}", f"-D{seconds}", "--warm-up-time=1", f"--log-file={log}", *sent,
         f"http://127.0.0.1:{port}{path}"],
        machine.client, seconds)
    times = sorted(int(line.split()[2]) for line in log.read_text(encoding="ascii").splitlines() if line.split()[1] == "200")
    rate = float(re.search(r"([\d.]+) req/s", said).group(1))
    if not times or " 0 failed, 0 errored" not in said:
        raise Void("h2load had failures: " + said[said.find("requests:"):][:160])
    # A call that fails has status 200 too, but no message. The bytes are of the second of warm-up too, whose requests are not counted.
    counted = int(re.search(r"(\d+) succeeded", said).group(1)) * (seconds + 1) / seconds
    answered = int(re.search(r"\((\d+)\) data", said).group(1)) / counted
    if call and abs(answered / call.answer - 1) > 0.15:
        raise Void(f"h2load got about {answered:.0f} bytes a call where a right answer has {call.answer}")
    # Its processor time is of the second of warm-up too, whose requests it does not count.
    return {"rate": rate, "p50": times[len(times) // 2], "p99": times[len(times) * 99 // 100], "cpu": cpu / (rate * (seconds + 1)) * 1e6}
