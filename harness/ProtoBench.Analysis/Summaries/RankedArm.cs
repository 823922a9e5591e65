namespace ProtoBench.Analysis.Summaries;

/// <summary>An arm's place in the ranking by one metric.</summary>
internal sealed record RankedArm
{
    public required CellSummary Cell { get; init; }

    public required Figure Figure { get; init; }

    /// <summary>Its figure divided by the best arm's: 3.1 for a latency three times as long, 0.3 for a third of the throughput.</summary>
    public required double Ratio { get; init; }

    /// <summary>95 % interval of the ratio; null for the best itself and where an arm has a single trial.</summary>
    public double? RatioLow { get; init; }

    public double? RatioHigh { get; init; }

    public required bool IsBest { get; init; }

    /// <summary>
    /// Is it the best, or not distinguishable from it at 95 %? False for all but the best where trials are too few to tell.
    /// </summary>
    public required bool AmongBest { get; init; }

    /// <summary>False with a single trial, or with an interval too wide: it has a figure, and no claim to a place.</summary>
    public bool IsRanked => Figure is { Trials.Count: > 1, IsTooNoisy: false };

    /// <summary>How many times worse than the best, whichever end of the scale is good.</summary>
    public double Worse => Figure.Metric.LowerIsBetter ? Ratio : 1 / Ratio;
}
