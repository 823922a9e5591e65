using ProtoBench.Model.Statistics;

namespace ProtoBench.Analysis.Comparisons;

/// <summary>What the rule says of one <see cref="MetricEstimate"/>.</summary>
internal sealed record MetricDecision
{
    public static MetricDecision Undecided { get; } = new() { Verdict = ComparisonVerdict.Inconclusive };

    public required ComparisonVerdict Verdict { get; init; }

    /// <summary>
    /// The moderated estimate of the logarithm of the cost ratio, over both stages when there are two; null without trials enough.
    /// </summary>
    public MeanEstimate? Cost { get; init; }

    /// <summary>The first stage's one-sided p-value that it is not slower.</summary>
    public double SlowerP { get; init; } = 1;

    /// <summary>The first stage's one-sided p-value that it is not faster.</summary>
    public double FasterP { get; init; } = 1;

    /// <summary>For the direction it leans to, over the suite and all stages.</summary>
    public double AdjustedP { get; init; } = 1;

    /// <summary>Logarithm of the smallest slowdown shown 95 times in 100.</summary>
    public double Detectable { get; init; } = double.PositiveInfinity;

    /// <summary>Should fresh pairs be run?</summary>
    public bool IsSuspect { get; init; }

    public int Stage { get; init; } = 1;
}
