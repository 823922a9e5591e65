using ProtoBench.Model.Scenarios.Objectives;
using ProtoBench.Model.Text;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>How objectives are written: a mapping of figures to limits, such as <c>{ p99: 5 ms, failures: 0.1 % }</c>.</summary>
internal static class ObjectiveKeys
{
    private static readonly QuantityShape<double> Microseconds = new(
        ScenarioErrorCodes.BadDuration,
        "a duration such as 5 ms",
        [new("us", 1), new("ms", 1_000), new("s", 1_000_000)],
        new(0.1m, 600_000_000, "0.1 us to 600 s"),
        value => (double)value);

    private static readonly QuantityShape<double> Bytes = new(
        ScenarioErrorCodes.BadSize,
        "a size such as 64 KiB",
        [new("B", 1), new("kB", 1_000), new("KiB", 1 << 10), new("MB", 1_000_000), new("MiB", 1 << 20), new("GiB", 1 << 30)],
        new(1, 1L << 50, "1 B to 1048576 GiB"),
        value => (double)value);

    private static readonly QuantityShape<double> BytesPerSecond = new(
        ScenarioErrorCodes.BadRate,
        "a goodput such as 100 MB/s",
        [new("B/s", 1), new("kB/s", 1_000), new("KiB/s", 1 << 10), new("MB/s", 1_000_000), new("MiB/s", 1 << 20), new("GiB/s", 1 << 30)],
        new(1, 1L << 50, "1 B/s to 1048576 GiB/s"),
        value => (double)value);

    // No number of exchanges shows that nothing ever fails, so 0 % could not be met.
    private static readonly QuantityShape<double> Share = Shapes.Share(0.000_001m, 0.99m, "0.0001 % to 99 %");

    private static readonly IReadOnlyList<KeyOf<double>> Keys =
        [.. ObjectiveMetrics.All.Select(metric => new KeyOf<double>(metric.Key, ShapeOf(metric), metric.Meaning))];

    /// <summary>All that can be written.</summary>
    public static MappingShape<IReadOnlyList<Objective>> Shape { get; } = new("objectives", Keys, reader =>
    {
        if (reader.IsEmpty)
        {
            reader.Context.Report(
                reader.Span, ScenarioErrorCodes.Empty, "objectives need at least one limit", "write for example p99: 5 ms");
        }

        return Read(reader, Keys);
    });

    /// <summary>The limit of a metric as it is written.</summary>
    public static QuantityShape<double> ShapeOf(ObjectiveMetric metric) => metric.Quantity switch
    {
        Quantity.Microseconds => Microseconds,
        Quantity.Bytes => Bytes,
        Quantity.BytesPerSecond => BytesPerSecond,
        Quantity.Share => Share,
        _ => Shapes.Rate,
    };

    /// <summary>Reports limits of figures that such a workload does not have.</summary>
    public static void Check(MappingReader reader, Key key, IReadOnlyList<Objective> objectives, IWorkloadKind kind)
    {
        foreach (var metric in objectives.Select(objective => ObjectiveMetrics.Find(objective.Metric))
            .Where(metric => metric.OfExchanges is { } exchanges && exchanges != (kind.Measures == WorkloadMeasure.Exchanges)))
        {
            reader.Report(
                key,
                ScenarioErrorCodes.KeyNotApplicable,
                $"a workload of kind {kind.Name} has no {metric.Key}",
                kind.Measures == WorkloadMeasure.Payload ? "write for example goodput: 100 MB/s" : "write for example p99: 5 ms");
        }
    }

    /// <summary>The objectives among keys that have been written.</summary>
    public static IReadOnlyList<Objective> Read(MappingReader reader, IEnumerable<KeyOf<double>> keys)
    {
        var read = new List<Objective>();
        foreach (var key in keys)
        {
            if (reader.TryGet(key, out var limit))
            {
                read.Add(new Objective(key.Name, limit));
            }
        }

        return read;
    }
}
