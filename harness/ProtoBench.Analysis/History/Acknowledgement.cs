namespace ProtoBench.Analysis.History;

/// <summary>Somebody has seen a change and lives with it: it alarms no more.</summary>
public sealed record Acknowledgement
{
    /// <summary>Version of this record; see results/README.md.</summary>
    public int Version { get; init; } = HistoryPoint.CurrentVersion;

    public required string Scenario { get; init; }

    public required string Fingerprint { get; init; }

    /// <summary><see cref="HistoryCell.Id"/>.</summary>
    public required string Cell { get; init; }

    /// <summary><see cref="ProtoBench.Analysis.Summaries.Metric.Key"/>.</summary>
    public required string Metric { get; init; }

    /// <summary>First run of the new level. Later runs can move the place found by one, which changes nothing.</summary>
    public required string Run { get; init; }

    /// <summary>Why, in the words of whoever did.</summary>
    public required string Because { get; init; }

    public required DateTimeOffset Time { get; init; }
}
