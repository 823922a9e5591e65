namespace ProtoBench.Analysis.Comparisons;

/// <summary>What one rule of a policy says of one metric.</summary>
public sealed record GateFinding
{
    /// <summary>The metric as compared, with its verdict under the rule's margin.</summary>
    public required MetricComparison Metric { get; init; }

    /// <summary>Name of the rule that asked, for example <c>p50 of echo/*</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>Line of the rule in the policy file, from 1; 0 for the built-in policy.</summary>
    public int Line { get; init; }

    /// <summary>What this one metric makes of the gate.</summary>
    public required GateOutcome Outcome { get; init; }
}
