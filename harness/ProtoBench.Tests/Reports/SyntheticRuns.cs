using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Tests.Reports;

/// <summary>Invented runs with the shapes real ones have. Deterministic: everything random comes from a seed.</summary>
internal static class SyntheticRuns
{
    public static IReadOnlyList<Arm> SevenArms { get; } =
    [
        Arm("tcp"), Arm("udp"), Arm("unix"), Arm("http1"), Arm("http2"), Arm("websocket"), Arm("grpc"),
    ];

    /// <summary>Seven arms, one closed load, five trials; nothing went wrong.</summary>
    public static RunResult Quick(int trials = 5) => new SyntheticRun(
        new Scenario
        {
            Name = "quick",
            Title = "Which protocol answers small requests fastest?",
            Description = "One small request at a time over one connection: the shortest path through every stack.",
            Workloads = [new Workload { Name = "echo" }],
            Arms = SevenArms,
            Loads = [new LoadPoint { Name = "closed-1" }],
            Trials = trials,
        }).Result();

    /// <summary>
    /// Exchanges from 1 to 64 in flight with everything that can go wrong: failed, invalid, unsupported and not applicable cells, a trial
    /// with a long tail.
    /// </summary>
    public static RunResult ConcurrencySweep() => new SyntheticRun(
        new Scenario
        {
            Name = "concurrency-sweep",
            Title = "How does each protocol carry more exchanges at once?",
            Workloads = [new Workload { Name = "echo", Streams = 8 }],
            Arms = SevenArms,
            Loads = [.. new[] { 1, 4, 16, 64 }.Select(inFlight => new LoadPoint { Name = $"closed-{inFlight}", InFlight = inFlight })],
        })
    {
        NotApplicable = cell =>
            cell is { Arm.Label: "udp", Load.InFlight: 64 } ? "64 exchanges in flight do not fit one datagram socket pair." : null,
        Unsupported = cell =>
            cell.Arm.Label == "grpc" && cell.Load.InFlight == 64
                ? "This machine allows 256 open files; raise the limit with ulimit -n 4096."
                : null,
        Failure = (cell, _) =>
            cell is { Arm.Label: "websocket", Load.InFlight: 64 }
                ? (TrialStatus.Failed, "The server ended with exit code 134 before the window began.")
                : null,
        Invalidity = (cell, repetition) =>
            cell is { Arm.Label: "http1", Load.InFlight: 16 } || (cell is { Arm.Label: "http2", Load.InFlight: 4 } && repetition == 2)
            ? (TrialStatus.Invalid, "1.4 % of exchanges timed out, more than the 0.1 % that is allowed.")
            : null,
        LongTail = (cell, repetition) => cell is { Arm.Label: "tcp", Load.InFlight: 16 } && repetition == 3,
    }.Result();

    /// <summary>Poisson arrivals at growing rates, the last beyond what some arms carry.</summary>
    public static RunResult LoadCurve() => new SyntheticRun(
        new Scenario
        {
            Name = "load-curve",
            Title = "What does latency cost as the rate grows?",
            Workloads = [new Workload { Name = "echo" }],
            Arms = [.. SevenArms.Where(arm => arm.Label is not "udp" and not "unix")],
            Loads =
            [
                .. new[] { 2_000.0, 5_000, 10_000, 20_000, 30_000 }.Select(rate => new LoadPoint
                {
                    Name = $"open-{rate}-poisson",
                    Loop = LoopKind.Open,
                    Rate = rate,
                    Arrivals = ArrivalLaw.Poisson,
                    InFlight = 64,
                }),
            ],
        }).Result();

    /// <summary>Bulk transfers both ways, with datagrams that got lost.</summary>
    public static RunResult Bulk() => new SyntheticRun(
        new Scenario
        {
            Name = "bulk",
            Title = "How fast does each protocol move bulk data?",
            Workloads =
            [
                new Workload { Name = "download", Kind = "download", MessageBytes = 64 << 10 },
                new Workload { Name = "upload", Kind = "upload", MessageBytes = 64 << 10 },
            ],
            Arms = SevenArms,
            Loads = [new LoadPoint { Name = "closed-1" }, new LoadPoint { Name = "closed-4", InFlight = 4 }],
            Trials = 3,
        }).Result();

    /// <summary>The same exchange with payloads from 64 B to 1 MiB.</summary>
    public static RunResult PayloadSweep() => new SyntheticRun(
        new Scenario
        {
            Name = "payload-sweep",
            Title = "From which payload on does the protocol no longer matter?",
            Workloads =
            [
                .. new[] { 64, 1 << 10, 16 << 10, 1 << 20 }.Select(
                    size => new Workload { Name = $"echo-{size}", RequestBytes = size, ResponseBytes = size }),
            ],
            Arms = SevenArms,
            Loads = [new LoadPoint { Name = "closed-1" }],
            Trials = 3,
        })
    {
        NotApplicable = cell =>
            cell.Arm.Label == "udp" && cell.Workload.RequestBytes > 65_507
                ? "A request of 1 MiB does not fit a datagram of at most 65,507 bytes."
                : null,
    }.Result();

    /// <summary>Stopped after a third of its trials.</summary>
    public static RunResult Interrupted()
    {
        var run = ConcurrencySweep();
        return run with { Trials = [.. run.Trials.Take(run.Trials.Count / 3)] };
    }

    /// <summary>Nothing was measured at all.</summary>
    public static RunResult Nothing() => new SyntheticRun(Quick().Plan.Scenario)
    {
        Failure = (_, _) => (TrialStatus.Failed, "The server could not bind 127.0.0.1: address in use."),
    }.Result();

    /// <summary>A single arm.</summary>
    public static RunResult OneArm() => new SyntheticRun(Quick().Plan.Scenario with { Arms = [Arm("tcp")] }).Result();

    /// <summary>Names that try to be markup, formulas and terminal commands, and one that is long.</summary>
    public static RunResult Hostile() => new SyntheticRun(
        new Scenario
        {
            Name = "hostile",
            Title = "<script>alert('title')</script> & \"quotes\"",
            Description = "</style><img src=x onerror=alert(1)>",
            Workloads = [new Workload { Name = "a|b`c</td>" }],
            Arms =
            [
                Arm("tcp") with { Label = "<script>alert(1)</script>" },
                Arm("http2") with { Label = "an-arm-with-a-name-of-forty-characters-x" },
                Arm("grpc") with { Label = "x\u001b[31m\u0001,\"y\"" },
                Arm("tcp") with { Label = "tcp-2" },
                Arm("unknown") with { Label = "مرحبا" },
            ],
            Loads = [new LoadPoint { Name = "closed-1" }],
            Trials = 2,
        })
    {
        Invalidity = (cell, repetition) =>
            cell.Arm.Label == "tcp-2" && repetition == 2 ? (TrialStatus.Invalid, "<b onclick=alert(2)>reason</b>\nsecond line") : null,
    }.Result();

    /// <summary>Exchanges and downloads on four links: most of what a page can show.</summary>
    public static RunResult Links() =>
        new SyntheticRun(SyntheticScenarios.Large with { Name = "links", Trials = 3 }) { MostSamples = 3_000 }.Result();

    /// <summary>Every run by name, invented once.</summary>
    public static IReadOnlyDictionary<string, Lazy<RunResult>> All { get; } = new Dictionary<string, Func<RunResult>>
    {
        ["quick"] = () => Quick(),
        ["one-trial"] = () => Quick(trials: 1),
        ["one-arm"] = OneArm,
        ["concurrency-sweep"] = ConcurrencySweep,
        ["load-curve"] = LoadCurve,
        ["bulk"] = Bulk,
        ["payload-sweep"] = PayloadSweep,
        ["links"] = Links,
        ["interrupted"] = Interrupted,
        ["nothing"] = Nothing,
        ["hostile"] = Hostile,
    }.ToDictionary(pair => pair.Key, pair => new Lazy<RunResult>(pair.Value));

    private static Arm Arm(string protocol) => new() { Label = protocol, Protocol = protocol };
}
