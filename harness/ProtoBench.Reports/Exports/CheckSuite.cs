namespace ProtoBench.Reports.Exports;

/// <summary>What a run, comparison, gate or history was asked and answered, the same for every CI format.</summary>
internal sealed record CheckSuite
{
    /// <summary>Name of the scenario or of the history.</summary>
    public required string Name { get; init; }

    /// <summary>When it was measured; null when at no single time.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>What a reader of the report alone should know, such as the commit.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Properties { get; init; }

    public required IReadOnlyList<Check> Checks { get; init; }

    public int Count(CheckOutcome outcome) => Checks.Count(check => check.Outcome == outcome);
}
