namespace ProtoBench.Analysis.History;

/// <summary>One measured cell of a run in the history.</summary>
public sealed record HistoryCell
{
    /// <summary><see cref="ProtoBench.Model.Plans.Cell.Id"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Of workload, arm, link and load; a cell that means something else under the same name is another series.</summary>
    public required string Hash { get; init; }

    /// <summary>Trials that count.</summary>
    public required int Trials { get; init; }

    /// <summary>
    /// Median over those trials by <see cref="ProtoBench.Analysis.Summaries.Metric.Key"/>: microseconds, exchanges or bytes per second,
    /// bytes.
    /// </summary>
    public required IReadOnlyDictionary<string, double> Values { get; init; }
}
