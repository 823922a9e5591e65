using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios.Objectives;

namespace ProtoBench.Analysis.Objectives;

/// <summary>How the figures that objectives are about are read from trials.</summary>
internal static class ObjectiveFigures
{
    /// <summary>What the phases have in place of figures of their own: a median, or the mean of fewer than twenty.</summary>
    public static Metric Connect { get; } = Phase("connect", measurement => measurement.Openings?.Connect);

    /// <summary>The same of the first byte.</summary>
    public static Metric FirstByte { get; } = Phase("first-byte", measurement => measurement.Answers?.FirstByte);

    /// <summary>The measured figure; null for shares, which are counted, and where the cell's workload has none of the kind.</summary>
    public static Metric? Find(ObjectiveMetric metric, Cell cell) => metric.Key switch
    {
        "connect" => Connect,
        "first-byte" => FirstByte,
        _ => Metrics.Of(cell.Workload).FirstOrDefault(figure => figure.Key == metric.Key),
    };

    /// <summary>How many of how many were so in one trial; null where it counted none, and for figures that are measured.</summary>
    public static (long Count, long Of)? Counted(ObjectiveMetric metric, TrialResult trial) => (metric.Key, trial.Measurement) switch
    {
        ("failures", { Outcomes: { Total: > 0 } outcomes }) => (outcomes.Failed, outcomes.Total),
        ("time-outs", { Outcomes: { Total: > 0 } outcomes }) => (outcomes.TimedOut, outcomes.Total),
        ("lost", { DatagramsSent: > 0 and var sent, DatagramsLost: { } lost }) => (lost, sent),
        _ => null,
    };

    private static Metric Phase(string key, Func<Measurement, string?> read) => new(
        key,
        key,
        Model.Text.Quantity.Microseconds,
        LowerIsBetter: true,
        trial => trial.Measurement is { } measurement && read(measurement) is { } text
            && LatencySummaries.Of(HistogramText.Decode(text)) is { } summary
            ? summary.P50 ?? summary.Mean
            : null);
}
