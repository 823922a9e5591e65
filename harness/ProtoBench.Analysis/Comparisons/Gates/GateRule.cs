using ProtoBench.Model.Scenarios.Objectives;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Analysis.Comparisons.Gates;

/// <summary>One entry of a policy: a metric of some cells and how much slower it may become.</summary>
public sealed record GateRule
{
    public required GateMetric Metric { get; init; }

    /// <summary>Glob over cell ids, <c>*</c> for any text. Default all cells.</summary>
    public string Cells { get; init; } = "*";

    /// <summary>
    /// Smallest slowdown that counts, as a share. Default 0.05. For failures, time-outs and lost datagrams the smallest difference of the
    /// two shares, by default 0.001: one more in a thousand.
    /// </summary>
    public double Margin { get; init; } = 0.05;

    /// <summary>
    /// What the new side must keep whatever the base has, in the unit of the metric's <see cref="Objective"/>; null: it has no such limit.
    /// </summary>
    public double? Limit { get; init; }

    /// <summary>Is the new side held against the base? A rule with nothing but a limit does not.</summary>
    public bool IsRelative { get; init; } = true;

    /// <summary>What inconclusive means here.</summary>
    public InconclusiveMeaning Inconclusive { get; init; }

    /// <summary>Line in the policy file, from 1; 0 for the built-in policy.</summary>
    public int Line { get; init; }

    /// <summary>Column, from 1.</summary>
    public int Column { get; init; }

    /// <summary>The rule for people, such as <c>p50 of echo/*</c>.</summary>
    public string Name => $"{MetricKey} of {Cells}";

    /// <summary>The limit as an objective; null where there is none.</summary>
    internal Objective? Objective => Limit is { } limit ? new Objective(MetricKey, limit) : null;

    /// <summary>The metric as comparisons call it.</summary>
    internal string MetricKey => ChoiceShape<GateMetric>.WordOf(Metric);

    /// <summary>Failures, time-outs and lost datagrams are shares that are held against each other by their difference.</summary>
    internal static bool IsShare(GateMetric metric) => metric is GateMetric.Failures or GateMetric.TimeOuts or GateMetric.Lost;
}
