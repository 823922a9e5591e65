using ProtoBench.Analysis.Objectives;

namespace ProtoBench.Analysis.Comparisons;

/// <summary>What one rule with an absolute limit says of one cell of the new side.</summary>
public sealed record LimitFinding
{
    /// <summary>What the cell's trials make of the limit.</summary>
    public required ObjectiveFinding Objective { get; init; }

    /// <summary>Name of the rule that asked, for example <c>p99 of echo/*</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>Line of the rule in the policy file, from 1; 0 for an objective of the scenario.</summary>
    public int Line { get; init; }

    /// <summary>What this one finding makes of the gate.</summary>
    public required GateOutcome Outcome { get; init; }
}
