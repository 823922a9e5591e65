namespace ProtoBench.Analysis.Comparisons;

/// <summary>What a gate decided and why.</summary>
public sealed record GateReport
{
    /// <summary>Version of this record as JSON.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>Path of the policy file, or <c>built-in</c>.</summary>
    public required string Policy { get; init; }

    public required GateOutcome Outcome { get; init; }

    /// <summary>Every metric that a rule asked for, in the order of the comparison.</summary>
    public required IReadOnlyList<GateFinding> Findings { get; init; }

    /// <summary>What each cell makes of absolute limits; empty where the policy has none.</summary>
    public IReadOnlyList<LimitFinding> Limits { get; init; } = [];

    /// <summary>The decision in words: first the outcome, then each finding that is not passed.</summary>
    public required IReadOnlyList<string> Sentences { get; init; }

    /// <summary>What was compared.</summary>
    public required ComparisonReport Comparison { get; init; }
}
