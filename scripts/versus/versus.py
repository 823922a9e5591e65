"""ProtoBench beside others, in turns: see scripts/versus.sh."""
import argparse
import base64
import contextlib
import json
import math
import os
import platform
import signal
import statistics
import sys
import tempfile
from pathlib import Path

# A clone stays as it is.
sys.dont_write_bytecode = True

from sides import (Call, Machine, Server, Void, better, free_port, h2load, iperf3, iperf3_datagrams, protobench, sockperf,
                   sockperf_datagrams, sockperf_of_unix, sockperf_unix, wrk)

UNITS = {"rate": "/s", "p50": "us", "p99": "us", "p99.9": "us", "goodput": "B/s", "cpu": "us", "datagrams": "/s"}
HIGHER_IS_BETTER = {"rate", "goodput", "datagrams"}
# What ProtoBench's datagrams carry where nothing is said, with its header of 16 bytes.
DATAGRAM = 1400 + 16
SHORT = "duration: {seconds} s\nwarm-up: {{ min: 500 ms, max: 3 s }}\n"
PAYLOAD = 64
KESTREL_PATH = f"/x?r={PAYLOAD}"
METHOD = "protobench.v1.Bench/Exchange"
PROTO = Path(__file__).resolve().parents[2] / "servers/ProtoBench.Protocols/Grpc/protobench.proto"
# An ExchangeRequest with a payload of 64 zeros and response_bytes 64 behind gRPC's prefix, and the bytes of its answer: prefix, tag and
# length of the payload, payload (protobuf's encoding; grpc/grpc, doc/PROTOCOL-HTTP2.md).
MESSAGE = bytes([0x0A, PAYLOAD]) + bytes(PAYLOAD) + bytes([0x10, PAYLOAD])
CALL = Call(bytes([0]) + len(MESSAGE).to_bytes(4, "big") + MESSAGE, 5 + 2 + PAYLOAD)
SITE = """daemon off; error_log stderr crit; pid {folder}/pid; worker_processes 1; events {{ worker_connections 1024; }}
http {{ access_log off; keepalive_requests 1000000000; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;
fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
server {{ listen 127.0.0.1:{http1}; root {folder}; }} server {{ listen 127.0.0.1:{http2} http2; root {folder}; }} }}
"""


class Comparisons:
    """All of them, by name: what they compare, and the two sides."""

    def __init__(self, options, machine, folder):
        self._options, self._machine, self._folder = options, machine, folder
        self.http1, self.http2 = free_port(), free_port()
        self._kestrels = {protocol: free_port() for protocol in ("http1", "http2", "grpc")}
        self.all = {
            "tcp-blocking": ("ping-pong over tcp, 64 B, io: blocking", "sockperf", ["p50", "p99.9"],
                             self._ours("protocols: [{ protocol: tcp, io: blocking }]"), lambda: sockperf(machine, options.seconds, True)),
            "tcp": ("ping-pong over tcp, 64 B, io: async", "sockperf", ["p50", "p99.9"],
                    self._ours("protocols: [tcp]"), lambda: sockperf(machine, options.seconds, True)),
            "udp-blocking": ("ping-pong over udp, 64 B, io: blocking", "sockperf", ["p50", "p99.9"],
                             self._ours("protocols: [{ protocol: udp, io: blocking }]"), lambda: sockperf(machine, options.seconds, False)),
            "udp": ("ping-pong over udp, 64 B, io: async", "sockperf", ["p50", "p99.9"],
                    self._ours("protocols: [udp]"), lambda: sockperf(machine, options.seconds, False)),
            "unix-blocking": ("ping-pong over a Unix socket, 64 B, io: blocking", "sockperf", ["p50", "p99.9"],
                              self._ours("protocols: [{ protocol: unix, io: blocking }]"),
                              lambda: sockperf_unix(machine, options.seconds, folder)),
            "unix": ("ping-pong over a Unix socket, 64 B, io: async", "sockperf", ["p50", "p99.9"],
                     self._ours("protocols: [unix]"), lambda: sockperf_unix(machine, options.seconds, folder)),
            "tcp-download": ("one stream over tcp, server to client", "iperf3", ["goodput"],
                             self._ours("protocols: [tcp]", "{ kind: download }"),
                             lambda: iperf3(machine, options.seconds, ["-R"], "sum_received")),
            "tcp-download-blocking": ("one stream over tcp, server to client, io: blocking", "iperf3", ["goodput"],
                                      self._ours("protocols: [{ protocol: tcp, io: blocking }]", "{ kind: download }"),
                                      lambda: iperf3(machine, options.seconds, ["-R"], "sum_received")),
            "udp-download": ("datagrams of 1,400 B one way over udp that arrive, as many as go", "iperf3 and sockperf, the better",
                             ["datagrams"], self._ours("protocols: [udp]", "{ kind: download }"),
                             lambda: better(lambda: iperf3_datagrams(machine, options.seconds, DATAGRAM),
                                            lambda: sockperf_datagrams(machine, options.seconds, DATAGRAM))),
            "unix-download": ("one stream over a Unix socket, server to client", "iperf3 over tcp", ["goodput"],
                              self._ours("protocols: [unix]", "{ kind: download }"),
                              lambda: iperf3(machine, options.seconds, ["-R"], "sum_received")),
            **{f"http1-{n}": (f"http1, {n} connections, the same nginx", "wrk", ["rate", "p50", "p99", "cpu"],
                              self._site("http1", self.http1, n, 1), lambda n=n: wrk(machine, options.seconds, self.http1, n))
               for n in (1, 64)},
            **{f"http2-{c}x{s}": (f"http2, {c} connections of {s} streams, the same nginx", "h2load", ["rate", "p50", "p99", "cpu"],
                                  self._site("http2", self.http2, c, s),
                                  lambda c=c, s=s: h2load(machine, options.seconds, folder, self.http2, c, s))
               for c, s in ((1, 1), (1, 32), (16, 16))},
            "kestrel-http1-64": ("http1, 64 connections, the same Kestrel", "wrk", ["rate", "p50", "p99", "cpu"],
                                 self._site("http1", self._kestrels["http1"], 64, 1, KESTREL_PATH),
                                 lambda: wrk(machine, options.seconds, self._kestrels["http1"], 64, KESTREL_PATH)),
            **{f"kestrel-http2-{c}x{s}": (f"http2, {c} connections of {s} streams, the same Kestrel", "h2load", ["rate", "p50", "p99", "cpu"],
                                          self._site("http2", self._kestrels["http2"], c, s, KESTREL_PATH),
                                          lambda c=c, s=s: h2load(machine, options.seconds, folder, self._kestrels["http2"], c, s,
                                                                  KESTREL_PATH))
               for c, s in ((1, 32), (16, 16))},
            **{f"grpc-{c}x{s}": (f"grpc unary, {c} connections of {s} streams, the same Kestrel", "h2load", ["rate", "p50", "p99", "cpu"],
                                 self._call(c, s),
                                 lambda c=c, s=s: h2load(machine, options.seconds, folder, self._kestrels["grpc"], c, s, "/" + METHOD, CALL))
               for c, s in ((1, 32), (16, 16))},
        }

    def without(self):
        """Names of comparisons that this machine has no other program for, and why."""
        return {} if sockperf_of_unix() else dict.fromkeys(
            ("unix-blocking", "unix"), "sockperf 3.8 or later, built from its source: name it in SOCKPERF")

    def server(self, name):
        """The server both sides of a comparison are held against, until its block ends; nothing where each brings its own."""
        if name.startswith("http"):
            return Server(["nginx", "-c", f"{self._folder}/nginx.conf"], self._machine.server, self.http1)
        if name.startswith(("kestrel", "grpc")):
            protocol = "grpc" if name.startswith("grpc") else name.split("-")[1]
            port = self._kestrels[protocol]
            return Server([self._options.protobench, "serve", protocol, "--listen", f"127.0.0.1:{port}"], self._machine.server, port)
        return contextlib.nullcontext()

    def _ours(self, protocols, workload="{ request: 64 B, response: 64 B }"):
        text = f"{protocols}\nworkloads: {{ w: {workload} }}\nloads: [{{ closed: 1 }}]\n" + SHORT.format(seconds=self._options.seconds)
        return lambda seed: protobench(self._options.protobench, self._folder, text, seed)

    def _site(self, protocol, port, connections, streams, path="/"):
        text = (f"protocols: [{{ protocol: {protocol}, client: lean }}]\nservers: {{ site: 'http://127.0.0.1:{port}/' }}\n"
                f"workloads: {{ w: {{ path: '{path}', connections: {connections}, streams: {streams} }} }}\n"
                f"loads: [{{ closed: {connections * streams} }}]\n" + SHORT.format(seconds=self._options.seconds))
        return lambda seed: protobench(self._options.protobench, self._folder, text, seed)

    def _call(self, connections, streams):
        rpc = (f"{{ method: {METHOD}, proto: {PROTO}, "
               f"message: {{ payload: '{base64.b64encode(bytes(PAYLOAD)).decode()}', responseBytes: {PAYLOAD} }} }}")
        text = (f"protocols: [{{ protocol: grpc, client: lean }}]\nservers: {{ site: 'http://127.0.0.1:{self._kestrels['grpc']}/' }}\n"
                f"workloads: {{ w: {{ rpc: {rpc}, connections: {connections}, streams: {streams} }} }}\n"
                f"loads: [{{ closed: {connections * streams} }}]\n" + SHORT.format(seconds=self._options.seconds))
        return lambda seed: protobench(self._options.protobench, self._folder, text, seed)


def interval(values):
    """The narrowest pair of order statistics that holds the median 95 times in 100, and how often it does; None for too few values."""
    n, values = len(values), sorted(values)
    best = None
    for k in range(n // 2):
        coverage = 1 - 2 * sum(math.comb(n, i) for i in range(k + 1)) / 2 ** n
        if coverage >= 0.95:
            best = (values[k], values[n - 1 - k], coverage)
    return best


def spread(values):
    """Half the range of the middle half, as a share of the median: the noise of a figure from round to round."""
    if len(values) < 4:
        return None
    middle = statistics.median(values)
    quarters = statistics.quantiles(values, n=4)
    return (quarters[2] - quarters[0]) / 2 / middle if middle else None


def compare(name, comparison, rounds):
    title, other, figures, ours, theirs = comparison
    pairs, voids = [], []
    for number in range(1, rounds + 1):
        order = ["ours", "theirs"] if number % 2 else ["theirs", "ours"]
        void = ""
        try:
            pairs.append({side: ours(number) if side == "ours" else theirs() for side in order})
        except Void as reason:
            void = f"round {number}: {reason}"
            voids.append(void)
        print(f"  {name} {number}/{rounds}  {void}".rstrip(), file=sys.stderr)
    results = []
    for figure in figures:
        both = [(pair["ours"].get(figure), pair["theirs"].get(figure)) for pair in pairs]
        both = [(a, b) for a, b in both if a and b]
        ratios = [a / b for a, b in both]
        results.append({
            "figure": figure, "unit": UNITS[figure], "better": "higher" if figure in HIGHER_IS_BETTER else "lower", "rounds": len(both),
            "ours": statistics.median(a for a, _ in both) if both else None,
            "theirs": statistics.median(b for _, b in both) if both else None,
            "noiseOurs": spread([a for a, _ in both]), "noiseTheirs": spread([b for _, b in both]),
            "ratio": statistics.median(ratios) if ratios else None,
            "interval": (lambda found: found and {"low": found[0], "high": found[1], "coverage": found[2]})(interval(ratios)),
        })
    return {"name": name, "title": title, "other": other, "figures": results, "voids": voids}


def text(value, unit):
    if value is None:
        return "n/a"
    for size, prefix in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if unit in ("/s", "B/s") and value >= size:
            return f"{value / size:.3g} {prefix}{unit.lstrip('/') if unit != '/s' else '/s'}"
    return f"{value:.3g} {unit}" if unit != "us" else f"{value:.4g} µs"


def tell(results, rounds):
    print("| comparison | with | figure | ProtoBench | other | ratio | 95 % interval | noise | rounds |")
    print("|---|---|---|---:|---:|---:|---|---:|---:|")
    for one in results:
        for figure in one["figures"]:
            found, noise = figure["interval"], figure["noiseOurs"]
            print(f"| {one['title']} | {one['other']} | {figure['figure']}, {figure['better']} is better "
                  f"| {text(figure['ours'], figure['unit'])} | {text(figure['theirs'], figure['unit'])} "
                  f"| {'n/a' if figure['ratio'] is None else format(figure['ratio'], '.2f') + '×'} "
                  f"| {'too few rounds' if not found else format(found['low'], '.2f') + ' to ' + format(found['high'], '.2f')} "
                  f"| {'n/a' if noise is None else format(noise, '.0%')} | {figure['rounds']} of {rounds} |")
    for one in results:
        for void in one["voids"]:
            print(f"- {one['name']}: {void}")


def main():
    parser = argparse.ArgumentParser(prog="versus.sh", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="of each comparison, at least 1; an interval needs 6. Default 7")
    parser.add_argument("--seconds", type=int, default=2, help="of each side in a round. Default 2")
    parser.add_argument("--only", default="", help="names of comparisons, or their beginnings, with commas")
    parser.add_argument("--list", action="store_true", help="the comparisons, and nothing is run")
    parser.add_argument("--output", help="the JSON file")
    parser.add_argument("--protobench", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.rounds < 1 or options.seconds < 1:
        parser.error("--rounds and --seconds take 1 or more")

    # Its servers end with it, whoever ends it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    machine = Machine()
    with tempfile.TemporaryDirectory() as folder:
        comparisons = Comparisons(options, machine, folder)
        wanted = [name for name in comparisons.all if not options.only or any(name.startswith(part) for part in options.only.split(","))]
        if options.list:
            print("\n".join(f"{name}: {comparisons.all[name][0]}, with {comparisons.all[name][1]}" for name in wanted))
            return 0
        if not wanted:
            parser.error(f"no comparison is called {options.only}; there are {', '.join(comparisons.all)}")
        left_out = {name: lacking for name, lacking in comparisons.without().items() if name in wanted}
        for name, lacking in left_out.items():
            print(f"left out: {name} takes {lacking}", file=sys.stderr)
        if options.only and set(wanted) == set(left_out):
            return 4
        wanted = [name for name in wanted if name not in left_out]
        os.chmod(folder, 0o755)
        Path(folder, "index.html").write_text("hello", encoding="ascii")
        Path(folder, "nginx.conf").write_text(
            SITE.format(folder=folder, http1=comparisons.http1, http2=comparisons.http2), encoding="ascii")
        awake = machine.stay_awake()
        if not awake:
            print("other programs' processors may sleep between exchanges; ProtoBench keeps its own awake: run as root", file=sys.stderr)
        results = []
        for name in wanted:
            try:
                with comparisons.server(name):
                    results.append(compare(name, comparisons.all[name], options.rounds))
            except Void as reason:
                results.append({"name": name, "title": comparisons.all[name][0], "other": comparisons.all[name][1], "figures": [],
                                "voids": [str(reason)]})

    tell(results, options.rounds)
    with open("/proc/loadavg", encoding="ascii") as load:
        conditions = {"machine": platform.machine(), "kernel": platform.release(), "processors": os.cpu_count(), "awake": awake,
                      "load": float(load.read().split()[0]), "rounds": options.rounds, "seconds": options.seconds}
    print(f"{conditions['processors']} processors, Linux {conditions['kernel']}, "
          f"{options.rounds} round{'s' * (options.rounds > 1)} of {options.seconds} s a side, "
          f"{'awake' if awake else 'not kept awake'}, load at the end {conditions['load']}")
    if options.output:
        Path(options.output).parent.mkdir(parents=True, exist_ok=True)
        Path(options.output).write_text(json.dumps({"conditions": conditions, "comparisons": results}, indent=2) + "\n", encoding="utf-8")
        print(f"written: {options.output}")
    # A comparison without any ratio was asked for and not made: that is no success.
    return 0 if all(any(figure["ratio"] for figure in one["figures"]) for one in results) else 4


if __name__ == "__main__":
    sys.exit(main())
