using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Randomness;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Tests.Reports;

/// <summary>
/// Invents the trials of a scenario: latencies log-normal around each protocol's own level with a few stalls, rates that follow from them.
/// </summary>
internal sealed class SyntheticRun(Scenario scenario)
{
    private const double Window = 3;

    // Microseconds of one small exchange, about what loopback shows.
    private static readonly Dictionary<string, double> Levels = new()
    {
        ["tcp"] = 24,
        ["udp"] = 23.5,
        ["unix"] = 19,
        ["http1"] = 58,
        ["http2"] = 84,
        ["http3"] = 140,
        ["websocket"] = 41,
        ["grpc"] = 112,
    };

    private static readonly DateTimeOffset Started = new(2026, 11, 21, 3, 58, 22, TimeSpan.Zero);

    /// <summary>Latencies drawn for a trial; fewer where its rate gives fewer in the window.</summary>
    public int MostSamples { get; init; } = 12_000;

    public Func<Cell, string?> NotApplicable { get; init; } = _ => null;

    public Func<Cell, string?> Unsupported { get; init; } = _ => null;

    public Func<Cell, int, (TrialStatus Status, string Reason)?> Failure { get; init; } = (_, _) => null;

    public Func<Cell, int, (TrialStatus Status, string Reason)?> Invalidity { get; init; } = (_, _) => null;

    public Func<Cell, int, bool> LongTail { get; init; } = (_, _) => false;

    public RunResult Result()
    {
        var cells = Cells().ToList();
        var trials = Enumerable.Range(1, scenario.Trials)
            .SelectMany(repetition => cells.Where(cell => cell.Runs).Select(cell => (cell, repetition)))
            .ToList();
        return new RunResult
        {
            Id = $"20261121-035822-{scenario.Name}",
            Started = Started,
            Command = $"protobench run scenarios/{scenario.Name}.yaml --set trials={scenario.Trials}",
            Plan = new Plan
            {
                Scenario = scenario,
                Cells = cells,
                Trials = [.. trials.Select((trial, index) => new PlannedTrial(index + 1, trial.cell.Id, trial.repetition, (ulong)index))],
            },
            Fingerprint = Machine(),
            Trials = [.. trials.Select((trial, index) => Trial(trial.cell, trial.repetition, index + 1))],
        };
    }

    private IEnumerable<Cell> Cells()
    {
        foreach (var workload in scenario.Workloads)
        {
            foreach (var arm in scenario.Arms)
            {
                foreach (var (link, load) in scenario.Links
                    .SelectMany(link => (workload.Loads ?? scenario.Loads).Select(load => (link, load))))
                {
                    var cell = new Cell
                    {
                        Id = $"{workload.Name}/{arm.Label}/{link}/{load.Name}",
                        Workload = workload,
                        Arm = arm,
                        Link = link,
                        Load = load,
                        Connections = Math.Max(1, load.InFlight / workload.Streams),
                    };
                    yield return cell with
                    {
                        NotApplicable = NotApplicable(cell),
                        Unsupported = NotApplicable(cell) is null ? Unsupported(cell) : null,
                    };
                }
            }
        }
    }

    private TrialResult Trial(Cell cell, int repetition, int number)
    {
        var failure = Failure(cell, repetition);
        var invalidity = Invalidity(cell, repetition);
        var trial = new TrialResult
        {
            Number = number,
            CellId = cell.Id,
            Repetition = repetition,
            Status = (failure ?? invalidity)?.Status ?? TrialStatus.Succeeded,
            Reasons = (failure ?? invalidity) is { } bad ? [bad.Reason] : [],
            Started = Started.AddSeconds((number - 1) * 4.75),
            Seconds = 4.7,
            Logs = $"logs/{number:000}",
        };
        return failure is null ? Measured(trial, cell) : trial;
    }

    private TrialResult Measured(TrialResult trial, Cell cell)
    {
        var random = new SeededRandom((ulong)((trial.Number * 7919) + 17));
        var bulk = cell.Workload.Kind is not "exchange";
        var measurement = bulk ? BulkTransfer(cell, random) : Exchanges(cell, random, LongTail(cell, trial.Repetition));
        var summary = measurement.Response is { } text ? LatencySummaries.Of(HistogramText.Decode(text)) : null;
        var work = bulk ? measurement.GoodputBytesPerSecond!.Value / (1 << 20) : measurement.AchievedRate!.Value;
        return trial with
        {
            Facts = FactsOf(cell.Arm),
            Measurement = measurement with
            {
                Intervals = bulk ? null : IntervalsOf(summary!, trial.Number),
                WarmUp = trial.Number % 23 == 5 ? new WarmUpOutcome(3, Steady: false) : measurement.WarmUp,
            },
            ResponseMicroseconds = summary,
            ServiceMicroseconds = summary,
            Client = Usage(random, work, Level(cell.Arm) * (bulk ? 12 : 0.45), 4000 + trial.Number, "1"),
            Server = Usage(random, work, Level(cell.Arm) * (bulk ? 10 : 0.4), 5000 + trial.Number, "0"),
            SendLatenessMicroseconds =
                measurement.SendLateness is { } lateness ? LatencySummaries.Of(HistogramText.Decode(lateness)) : null,
            Link = SyntheticLink.EvidenceOf(cell.Link, trial.Number),
            Notes = trial.Number % 23 == 5 ? ["the rate was not steady after 3 s of warm-up"] : [],
        };
    }

    // Level but for one stall, which is the trial's slowest exchange.
    private static List<LatencyInterval> IntervalsOf(LatencySummary latency, int trial) =>
    [
        .. Enumerable.Range(0, 30).Select(i => new LatencyInterval(
            i * Window / 30.0,
            (i + 1) * Window / 30.0,
            latency.Count / 30,
            latency.P50,
            latency.P90,
            latency.P99,
            i == trial % 30 ? latency.Maximum : latency.P99 ?? latency.Maximum)),
    ];

    private Measurement Exchanges(Cell cell, SeededRandom random, bool longTail)
    {
        var bytes = cell.Workload.RequestBytes + cell.Workload.ResponseBytes;
        var level =
            (Level(cell.Arm) + SyntheticLink.RoundTripMicroseconds(cell.Link) + (bytes / 2_500.0)) * Math.Exp(0.015 * Normal(random));
        var capacity = 0.9e6 / level;
        var offered = cell.Load.Rate;
        var achieved = offered is { } rate ? Math.Min(rate, capacity) : Math.Min(capacity * 2.4, cell.Load.InFlight * 0.92e6 / level);
        var waiting = offered is { } wanted
            ? 1 / Math.Max(0.02, 1 - (wanted / capacity))
            : cell.Load.InFlight * 1e6 / achieved / level;
        var histogram = new LatencyHistogram();
        var samples = (int)Math.Min(achieved * Window, MostSamples);
        for (var i = 0; i < samples; i++)
        {
            var stall = random.NextPositive() < (longTail ? 0.02 : 0.0015) ? 30 + (longTail ? 400 * random.NextPositive() : 0) : 1;
            histogram.Record((long)(1000 * level * waiting * stall * Math.Exp(0.16 * Normal(random))));
        }

        var lateness = offered is null ? null : HistogramText.Encode(Lateness(histogram.Count));
        return new Measurement
        {
            WindowSeconds = Window,
            WindowStartNanoseconds = 1_000_000_000,
            Response = HistogramText.Encode(histogram),
            Service = HistogramText.Encode(histogram),
            SendLateness = lateness,
            PacingLateness = lateness,
            Outcomes = new OutcomeCounts { Completed = (long)(achieved * Window) },
            OfferedRate = offered,
            AchievedRate = achieved,
            Series = Rates(achieved, samples),
            WarmUp = new WarmUpOutcome(0.8, Steady: true),
        };
    }

    // Slower at first, as every process that still compiles is; a sequence of its own, since the others' figures stand in golden files.
    private static IReadOnlyList<RateSample> Rates(double achieved, int seed)
    {
        var random = new SeededRandom((ulong)seed);
        return
        [
            .. Enumerable.Range(-7, 38).Select(
                i => new RateSample(i / 10.0, achieved * (i < 0 ? 1 + (i / 10.0) : 1) * Math.Exp(0.05 * Normal(random)))),
        ];
    }

    // About 20 µs, what waking a thread costs.
    private static LatencyHistogram Lateness(long samples)
    {
        var (random, histogram) = (new SeededRandom((ulong)samples), new LatencyHistogram());
        for (var i = 0; i < samples; i++)
        {
            histogram.Record((long)(20_000 * Math.Exp(0.3 * Normal(random))));
        }

        return histogram;
    }

    private static Measurement BulkTransfer(Cell cell, SeededRandom random)
    {
        var goodput = 65e9 / Level(cell.Arm) * Math.Exp(0.04 * Normal(random)) * (cell.Load.InFlight > 1 ? 1.2 : 1);
        return new Measurement
        {
            WindowSeconds = Window,
            WindowStartNanoseconds = 1_000_000_000,
            Outcomes = new OutcomeCounts(),
            GoodputBytesPerSecond = goodput,
            DatagramsSent = cell.Arm.Protocol == "udp" ? 2_000_000 : null,
            DatagramsLost = cell.Arm.Protocol == "udp" ? 150_000 : null,
            Series =
            [
                .. Enumerable.Range(-5, 35)
                    .Select(i => new RateSample(i / 10.0, goodput * (i < 0 ? 1 + (i / 8.0) : 1) * Math.Exp(0.06 * Normal(random)))),
            ],
            WarmUp = new WarmUpOutcome(0.5, Steady: true),
        };
    }

    private static ProcessUsage Usage(SeededRandom random, double perSecond, double microseconds, int processId, string processors) => new()
    {
        ProcessId = processId,
        CpuSeconds = perSecond * Window * microseconds * 1e-6 * Math.Exp(0.02 * Normal(random)),
        PeakResidentBytes = (long)((48 << 20) * Math.Exp(0.05 * Normal(random))),
        AllocatedBytes = (long)(perSecond * Window * microseconds * 9),
        Collections = 12,
        PauseMilliseconds = 3.5,
        Processors = processors,
        Runtime = "gc=workstation concurrent=false pgo=true",
    };

    private static ConnectionFacts FactsOf(Arm arm) => new()
    {
        Tls = arm.Tls ? "TLS 1.3" : null,
        CipherSuite = arm.Tls ? "TLS_AES_256_GCM_SHA384" : null,
        Protocol = arm.Protocol switch
        {
            "http1" => "HTTP/1.1",
            "http2" => "HTTP/2",
            "grpc" => "gRPC over HTTP/2",
            "websocket" => "WebSocket over HTTP/1.1",
            _ => arm.Protocol.ToUpperInvariant(),
        },
        Client = arm.Protocol is "http1" or "http2" or "grpc" ? "SocketsHttpHandler 10.0.12" : "System.Net.Sockets 10.0.12",
        CongestionControl = arm.Protocol is "udp" or "unix" ? null : "cubic",
        NoDelay = arm.Protocol is "udp" or "unix" ? null : true,
        SendBufferBytes = arm.Protocol is "udp" or "unix" ? 212_992 : 2_626_560,
        ReceiveBufferBytes = arm.Protocol is "udp" or "unix" ? 212_992 : 131_072,
        More = arm.Protocol is "http2" or "grpc"
            ? new Dictionary<string, string> { ["h2 initial stream window"] = "768 KiB" }
            : new Dictionary<string, string>(),
    };

    public static Fingerprint Machine() => new()
    {
        ToolVersion = "0.1.0",
        ToolCommit = "1f2e3d4c",
        OperatingSystem = "Debian GNU/Linux 12",
        Kernel = "6.1.0-30-amd64",
        CpuModel = "Example CPU @ 2.60GHz",
        Processors = 2,
        Governor = "none",
        MemoryBytes = 8L << 30,
        Runtime = ".NET 10.0.12",
        RuntimeSettings = "gc=workstation concurrent=false pgo=true",
        CongestionControl = "cubic",
        ClockSource = "tsc",
        Sysctls = new Dictionary<string, string> { ["net.core.rmem_max"] = "212992", ["net.core.wmem_max"] = "212992" },
    };

    private static double Level(Arm arm) => Levels.GetValueOrDefault(arm.Protocol, 30);

    // Box and Muller's transform.
    private static double Normal(SeededRandom random) =>
        Math.Sqrt(-2 * Math.Log(random.NextPositive())) * Math.Cos(Math.Tau * random.NextPositive());
}
