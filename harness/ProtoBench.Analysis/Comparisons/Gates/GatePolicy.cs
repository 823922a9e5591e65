namespace ProtoBench.Analysis.Comparisons.Gates;

/// <summary>What must not become slower, and how sure a "slower" has to be.</summary>
public sealed record GatePolicy
{
    /// <summary>Path of its file, or <c>built-in</c>.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Share of unchanged suites that may fail the gate, at most; a suite is every metric that a rule names. Default 0.01.
    /// </summary>
    public double Alpha { get; init; } = 0.01;

    /// <summary>For each metric the first rule that fits it counts.</summary>
    public required IReadOnlyList<GateRule> Rules { get; init; }

    /// <summary>
    /// Every metric of every cell, 5 %, inconclusive passes. Failures need no rule: where something failed they are looked at in any case.
    /// </summary>
    public static GatePolicy BuiltIn { get; } = new()
    {
        Name = "built-in",
        Rules =
            [.. Enum.GetValues<GateMetric>().Where(metric => !GateRule.IsShare(metric)).Select(metric => new GateRule { Metric = metric })],
    };
}
