namespace ProtoBench.Analysis.History;

/// <summary>One run in the history: a line of the store, complete in itself.</summary>
public sealed record HistoryPoint
{
    /// <summary>The version this program writes and the newest it reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version of this record; see results/README.md.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary><see cref="ProtoBench.Model.Results.RunResult.Id"/>: a history holds every run once.</summary>
    public required string Run { get; init; }

    /// <summary>When the run began; the order of a history.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What was measured; the tool's own commit unless the user said otherwise.</summary>
    public string? Commit { get; init; }

    /// <summary>What the user calls it, such as a branch.</summary>
    public string? Label { get; init; }

    /// <summary>Name of the scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>Of the conditions all cells share; runs with different ones are different series.</summary>
    public required string ScenarioHash { get; init; }

    /// <summary>Of <see cref="Environment"/>; runs with different ones are different series.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>What must be equal for two runs to be comparable, by name.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required string ToolVersion { get; init; }

    /// <summary>The cells that were measured, in the order of the plan.</summary>
    public required IReadOnlyList<HistoryCell> Cells { get; init; }
}
