using System.Collections.Concurrent;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Summaries;

/// <summary>Every figure a report can show, and how it is read from a trial.</summary>
internal static class Metrics
{
    private const double MiB = 1 << 20;

    // A metric is the same object wherever it is asked for.
    private static readonly ConcurrentDictionary<string, IReadOnlyList<Metric>> OwnOf = new(StringComparer.Ordinal);

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
        trial => trial.Measurement?.Figures?.TryGetValue(WorkloadFigure.WireBytes, out var counted) == true ? counted
            : trial.Link is { Statistics: var link } && WholeTrial.Work(trial) is { } work
            ? (link.Up.ReceivedBytes + link.Down.ReceivedBytes) / work
            : null);

    /// <summary>Percentiles in ascending order.</summary>
    public static IReadOnlyList<Metric> Percentiles { get; } = [P50, P90, P99, P999];

    public static IReadOnlyList<Metric> Costs { get; } =
        [ClientCpu, ServerCpu, ClientAllocated, ServerAllocated, ClientPeak, ServerPeak, Wire];

    /// <summary>The figures a workload has, in the order they are shown.</summary>
    public static IReadOnlyList<Metric> Of(Workload workload) =>
        IsBulk(workload) ? [Goodput, .. Own(workload), .. Costs] : [.. Percentiles, Throughput, .. Own(workload), .. Costs];

    /// <summary>The few figures that decide between arms.</summary>
    public static IReadOnlyList<Metric> Headline(Workload workload) => IsBulk(workload) ? [Goodput] : [Typical(workload), P99, Throughput];

    /// <summary>The time that most exchanges take: the median, or what a kind has in its place.</summary>
    public static Metric Typical(Workload workload) => WorkloadCatalog.Of(workload.Kind).Decisive is { } decisive
        ? Own(workload).First(metric => metric.Key == decisive.Key)
        : P50;

    /// <summary>What a table of one load point shows beside costs.</summary>
    /// <param name="workload">Of the cells.</param>
    /// <param name="cells">The table's.</param>
    public static IReadOnlyList<Metric> Shown(Workload workload, IReadOnlyList<CellSummary> cells) =>
        IsDecidedByItsOwn(workload)
            ? [Typical(workload), P90, P99, Throughput, .. Compared(workload, cells).Where(metric => metric != Typical(workload))]
            : [.. IsBulk(workload) ? Headline(workload) : [.. Percentiles, Throughput], .. Compared(workload, cells)];

    /// <summary>Those that only the workload's kind has, are there to compare arms, and that one of the cells has.</summary>
    public static IReadOnlyList<Metric> Compared(Workload workload, IReadOnlyList<CellSummary> cells) =>
        [.. Own(workload).Where(metric => !metric.Aside && cells.Any(cell => cell[metric] is not null))];

    /// <summary>Has its kind a figure that decides in place of those that everybody has?</summary>
    public static bool IsDecidedByItsOwn(Workload workload) => WorkloadCatalog.Of(workload.Kind).Decisive is not null;

    /// <summary>Those that only the workload's kind has.</summary>
    public static IReadOnlyList<Metric> Own(Workload workload) => OwnOf.GetOrAdd(workload.Kind, static name =>
    [
        .. WorkloadCatalog.Of(name).Figures.Select(figure => new Metric(
            figure.Key,
            figure.Title,
            Enum.Parse<Quantity>(figure.Unit.ToString()),
            figure.LowerIsBetter,
            trial => trial.Measurement?.Figures?.TryGetValue(figure.Key, out var value) == true ? value : null)
        {
            Absence = figure.Absence,
            Aside = figure.Aside,
            AskedFirst = figure.AskedFirst,
        }),
    ]);

    /// <summary>Those that only one kind has, of all kinds.</summary>
    public static IReadOnlyList<Metric> OfKinds => Own(WorkloadCatalog.All.Select(kind => new Workload { Name = "", Kind = kind.Name }));

    /// <summary>Those that only the kinds of some workloads have.</summary>
    public static IReadOnlyList<Metric> Own(IEnumerable<Workload> workloads) =>
        [.. workloads.DistinctBy(workload => workload.Kind).SelectMany(Own)];

    /// <summary>What costs are counted per: one exchange, or one MiB of payload received.</summary>
    public static string CostUnit(Workload workload) => IsBulk(workload) ? "MiB" : WorkloadCatalog.Of(workload.Kind).Single;

    /// <summary>Are its figures about payload that flows, and not about exchanges?</summary>
    public static bool IsBulk(Workload workload) => WorkloadCatalog.Of(workload.Kind).Measures == WorkloadMeasure.Payload;

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
