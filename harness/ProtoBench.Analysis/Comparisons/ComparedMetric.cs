using ProtoBench.Model.Plans;
using ProtoBench.Model.Statistics;

namespace ProtoBench.Analysis.Comparisons;

/// <summary>One metric of one cell as it was measured on both sides, before anything is decided.</summary>
internal sealed record ComparedMetric
{
    public required Cell Cell { get; init; }

    public required ComparableMetric Metric { get; init; }

    /// <summary>Of the first stage, one a trial that counts.</summary>
    public required IReadOnlyList<double> Base { get; init; }

    public required IReadOnlyList<double> New { get; init; }

    /// <summary>Mean logarithm of the cost ratio over the first stage; null without trials enough.</summary>
    public MeanEstimate? Cost { get; init; }

    /// <summary>The same over the fresh pairs of the second stage alone; null when there was none.</summary>
    public MeanEstimate? Fresh { get; init; }

    /// <summary>What different sessions add to the error; 0 for pairs.</summary>
    public double SessionVariance { get; init; }

    /// <summary>Why there is nothing to decide on, as a sentence; null when there is.</summary>
    public string? Withheld { get; init; }
}
