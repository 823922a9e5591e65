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
        [
            .. new[] { GateMetric.Throughput, GateMetric.Goodput, GateMetric.P50, GateMetric.P90, GateMetric.P99 }
                .Select(metric => new GateRule { Metric = metric }),
        ],
    };

    /// <summary>Is no side held against another, so that one run is enough?</summary>
    public bool HasOnlyLimits => Rules.All(rule => !rule.IsRelative);

    /// <summary>The rules that hold a side against another.</summary>
    internal GatePolicy Relative => this with { Rules = [.. Rules.Where(rule => rule.IsRelative)] };

    /// <summary>Keys of metrics that rules compare and that comparisons leave out unless they are asked for.</summary>
    internal IReadOnlySet<string> Further =>
        Relative.Rules.Select(rule => rule.MetricKey).Where(ComparableMetrics.IsFurther).ToHashSet(StringComparer.Ordinal);
}
