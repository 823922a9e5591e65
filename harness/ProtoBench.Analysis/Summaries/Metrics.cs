using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Summaries;

/// <summary>Every figure a report can show, and how it is read from a trial.</summary>
internal static class Metrics
{
    private const double MiB = 1 << 20;

    public static Metric Throughput { get; } =
        new("throughput", "throughput", Quantity.PerSecond, LowerIsBetter: false, trial => trial.Measurement?.AchievedRate);

    public static Metric Goodput { get; } =
        new("goodput", "goodput", Quantity.BytesPerSecond, LowerIsBetter: false, trial => trial.Measurement?.GoodputBytesPerSecond);

    public static Metric P50 { get; } = Percentile("p50", 20, latency => latency.P50);

    public static Metric P90 { get; } = Percentile("p90", 100, latency => latency.P90);

    public static Metric P99 { get; } = Percentile("p99", 1_000, latency => latency.P99);

    public static Metric P999 { get; } = Percentile("p99.9", 10_000, latency => latency.P999);

    public static Metric ClientCpu { get; } = Cpu("client-cpu", "client CPU", trial => trial.Client);

    public static Metric ServerCpu { get; } = Cpu("server-cpu", "server CPU", trial => trial.Server);

    public static Metric ClientAllocated { get; } = Allocated("client-allocated", "client allocation", trial => trial.Client);

    public static Metric ServerAllocated { get; } = Allocated("server-allocated", "server allocation", trial => trial.Server);

    public static Metric ClientPeak { get; } = Peak("client-peak", "client peak memory", trial => trial.Client);

    public static Metric ServerPeak { get; } = Peak("server-peak", "server peak memory", trial => trial.Server);

    /// <summary>IP bytes both ways over an emulated link, whole trial; null on loopback, where nothing counts packets.</summary>
    public static Metric Wire { get; } = new(
        "wire",
        "bytes on the wire",
        Quantity.Bytes,
        LowerIsBetter: true,
        trial => trial.Link is { Statistics: var link } && WholeTrial.Work(trial) is { } work
            ? (link.Up.ReceivedBytes + link.Down.ReceivedBytes) / work
            : null);

    /// <summary>Percentiles in ascending order.</summary>
    public static IReadOnlyList<Metric> Percentiles { get; } = [P50, P90, P99, P999];

    public static IReadOnlyList<Metric> Costs { get; } = [ClientCpu, ServerCpu, ClientAllocated, ServerAllocated, ClientPeak, ServerPeak, Wire];

    /// <summary>The figures a workload of this kind has, in the order they are shown.</summary>
    public static IReadOnlyList<Metric> Of(WorkloadKind kind) =>
        kind is WorkloadKind.Exchange ? [.. Percentiles, Throughput, .. Costs] : [Goodput, .. Costs];

    /// <summary>The few figures that decide between arms.</summary>
    public static IReadOnlyList<Metric> Headline(WorkloadKind kind) => kind is WorkloadKind.Exchange ? [P50, P99, Throughput] : [Goodput];

    /// <summary>What costs are counted per: one exchange, or one MiB of payload received.</summary>
    public static string CostUnit(WorkloadKind kind) => kind is WorkloadKind.Exchange ? "exchange" : "MiB";

    private static Metric Percentile(string key, long samples, Func<LatencySummary, double?> read) =>
        new(
            key,
            key + " latency",
            Quantity.Microseconds,
            LowerIsBetter: true,
            trial => trial.ResponseMicroseconds is { } latency ? read(latency) : null)
        {
            SamplesNeeded = samples,
        };

    private static Metric Cpu(string key, string title, Func<TrialResult, ProcessUsage?> side) =>
        new(key, title, Quantity.Microseconds, LowerIsBetter: true, trial => side(trial)?.CpuSeconds * 1e6 / Work(trial));

    private static Metric Allocated(string key, string title, Func<TrialResult, ProcessUsage?> side) =>
        new(key, title, Quantity.Bytes, LowerIsBetter: true, trial => side(trial)?.AllocatedBytes / Work(trial));

    private static Metric Peak(string key, string title, Func<TrialResult, ProcessUsage?> side) =>
        new(key, title, Quantity.Bytes, LowerIsBetter: true, trial => side(trial)?.PeakResidentBytes);

    // Exchanges completed inside the window, or MiB received inside it: the processes' figures cover the same window.
    private static double? Work(TrialResult trial)
    {
        var work = trial.Measurement is { } measured
            ? (measured.AchievedRate ?? (measured.GoodputBytesPerSecond / MiB)) * measured.WindowSeconds
            : null;
        return work > 0 ? work : null;
    }
}
