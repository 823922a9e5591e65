using ProtoBench.Load;
using ProtoBench.Measurements;
using ProtoBench.Plans;
using ProtoBench.Protocols;
using ProtoBench.Results;
using ProtoBench.Scenarios;
using ProtoBench.Trials;

namespace ProtoBench.Benchmarks;

/// <summary>
/// A finished run, invented: every trial has histograms of 10^5 latencies, log-normal with a few stalls. Deterministic, and every check of a
/// trial passes.
/// </summary>
internal static class SyntheticRun
{
    public const int SamplesPerTrial = 100_000;

    private const double WindowSeconds = 3;
    private const double Spread = 0.16;
    private const double StallShare = 0.0015;
    private const double StallFactor = 30;

    private static readonly DateTimeOffset Started = new(2026, 11, 21, 3, 58, 22, TimeSpan.Zero);

    // Drawn once, because 10^7 logarithms and cosines would take longer than what is to be timed.
    private static readonly double[] Factors = DrawFactors(1 << 16);

    public static RunResult Of(Scenario scenario)
    {
        var plan = PlanBuilder.Build(scenario, ProtocolCatalog.All);
        var cells = plan.Cells.ToDictionary(cell => cell.Id, StringComparer.Ordinal);
        return new RunResult
        {
            Id = $"20261121-035822-{scenario.Name}",
            Started = Started,
            Command = $"protobench run scenarios/{scenario.Name}.yaml",
            Plan = plan,
            Fingerprint = Machine(),
            Trials = [.. plan.Trials.Select(trial => Trial(cells[trial.CellId], trial))],
        };
    }

    private static TrialResult Trial(Cell cell, PlannedTrial planned)
    {
        var random = new SeededRandom(planned.Seed);
        var service = Latencies(random, Level(cell) * Factor(random, 0.1));
        var open = cell.Load.Loop is LoopKind.Open;
        var response = open ? Latencies(random, 1.3 * Level(cell)) : service;
        var lateness = open ? Latencies(random, 20_000) : null;
        var achieved = cell.Load.Rate ?? (cell.Load.InFlight * 1e9 / service.Mean);
        return TrialChecks.Judge(cell, new TrialResult
        {
            Number = planned.Number,
            CellId = planned.CellId,
            Repetition = planned.Repetition,
            Status = TrialStatus.Failed,
            Started = Started.AddSeconds((planned.Number - 1) * 4.75),
            Seconds = 4.7,
            Facts = Facts(cell.Arm),
            Measurement = new Measurement
            {
                WindowSeconds = WindowSeconds,
                WindowStartNanoseconds = 1_000_000_000L * planned.Number,
                Response = HistogramText.Encode(response),
                Service = HistogramText.Encode(service),
                SendLateness = TextOf(lateness),
                PacingLateness = TextOf(lateness),
                Outcomes = new OutcomeCounts { Completed = SamplesPerTrial },
                OfferedRate = cell.Load.Rate,
                AchievedRate = achieved,
                LongestBacklog = open ? 3 : null,
                Series = [.. Enumerable.Range(-5, 35).Select(i => new RateSample(i / 10.0, achieved * Factor(random, 0.3)))],
                WarmUp = new WarmUpOutcome(0.8, Steady: planned.Number % 23 != 5),
            },
            ResponseMicroseconds = LatencySummaries.Of(response),
            ServiceMicroseconds = LatencySummaries.Of(service),
            SendLatenessMicroseconds = lateness is null ? null : LatencySummaries.Of(lateness),
            Client = Usage(random, 4_000 + planned.Number, "1"),
            Server = Usage(random, 5_000 + planned.Number, "0"),
            Logs = $"logs/{planned.Number:000}",
        });
    }

    // Nanoseconds, growing with what is in flight and with the payload.
    private static double Level(Cell cell)
    {
        var place = 1 + Enumerable.Range(0, ProtocolCatalog.All.Count).First(i => ProtocolCatalog.All[i].Name == cell.Arm.Protocol);
        return (18_000 * place * Math.Sqrt(cell.Load.InFlight)) + cell.Workload.RequestBytes + cell.Workload.ResponseBytes;
    }

    private static LatencyHistogram Latencies(SeededRandom random, double level)
    {
        var histogram = new LatencyHistogram();
        for (var i = 0; i < SamplesPerTrial; i++)
        {
            histogram.Record((long)(level * Factors[random.Next(Factors.Length)]));
        }

        return histogram;
    }

    private static double[] DrawFactors(int count)
    {
        var random = new SeededRandom(1);
        return [.. Enumerable.Range(0, count).Select(_ => Factor(random, Spread) * (random.NextPositive() < StallShare ? StallFactor : 1))];
    }

    // Box and Muller's transform, as a factor around 1.
    private static double Factor(SeededRandom random, double spread) =>
        Math.Exp(spread * Math.Sqrt(-2 * Math.Log(random.NextPositive())) * Math.Cos(Math.Tau * random.NextPositive()));

    private static string? TextOf(LatencyHistogram? histogram) => histogram is null ? null : HistogramText.Encode(histogram);

    private static ProcessUsage Usage(SeededRandom random, int processId, string processors) => new()
    {
        ProcessId = processId,
        CpuSeconds = 0.6 * WindowSeconds * Factor(random, 0.02),
        PeakResidentBytes = (long)((48 << 20) * Factor(random, 0.05)),
        AllocatedBytes = (long)(2e8 * Factor(random, 0.05)),
        Collections = 12,
        PauseMilliseconds = 3.5,
        Processors = processors,
        Runtime = "gc=workstation concurrent=false pgo=true",
    };

    private static ConnectionFacts Facts(Arm arm) => new()
    {
        Protocol = arm.Protocol,
        Client = "System.Net.Sockets 10.0",
        Tls = arm.Tls ? "TLS 1.3" : null,
        CipherSuite = arm.Tls ? "TLS_AES_256_GCM_SHA384" : null,
        NoDelay = true,
        CongestionControl = "cubic",
        SendBufferBytes = 2_626_560,
        ReceiveBufferBytes = 131_072,
    };

    private static Fingerprint Machine() => new()
    {
        ToolVersion = "0.1.0",
        OperatingSystem = "Debian GNU/Linux 12",
        Kernel = "6.1.0",
        CpuModel = "Example CPU @ 2.60GHz",
        Processors = 2,
        Governor = "none",
        MemoryBytes = 8L << 30,
        Runtime = ".NET 10.0",
        RuntimeSettings = "gc=workstation concurrent=false pgo=true",
        CongestionControl = "cubic",
        ClockSource = "tsc",
        Sysctls = new Dictionary<string, string> { ["net.core.rmem_max"] = "212992", ["net.core.wmem_max"] = "212992" },
    };
}
