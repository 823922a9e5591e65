namespace ProtoBench.Analysis.Comparisons;

/// <summary>Everything a comparison of two sides says; what tables, gates and CI formats are made of.</summary>
public sealed record ComparisonReport
{
    /// <summary>Version of this record as JSON.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>What the base is, for people: a run's id, a commit, a setting.</summary>
    public required string BaseLabel { get; init; }

    /// <summary>What is held against it.</summary>
    public required string NewLabel { get; init; }

    /// <summary>Name of the scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>True when both sides ran interleaved in one job (<c>ab</c>), false for two stored runs, whose error is widened.</summary>
    public required bool Paired { get; init; }

    /// <summary>
    /// What differs between the environments of the two, such as <c>kernel: 6.1 → 6.18</c>; empty when they are comparable.
    /// </summary>
    public required IReadOnlyList<string> FingerprintDifferences { get; init; }

    /// <summary>Share of suites of unchanged metrics that hold any "slower" by chance, at most. Default 0.01.</summary>
    public required double Alpha { get; init; }

    /// <summary>The default margin; each metric has its own.</summary>
    public required double Margin { get; init; }

    /// <summary>Standard deviation of the logarithm between sessions that was added for unpaired runs; 0 when paired.</summary>
    public double SessionSpread { get; init; }

    /// <summary>Seed of slice order and length; null for stored runs.</summary>
    public int? Seed { get; init; }

    /// <summary>What it comes to in one sentence or two: what was not measured or judged, and the counts of the verdicts.</summary>
    public string Headline => ComparisonHeadline.Of(this);

    /// <summary>What was not measured or not judged, the side that crashed first; whatever is not a remark never passes.</summary>
    public IReadOnlyList<ComparisonGap> Gaps { get; init; } = [];

    /// <summary>Every metric compared, in the order of the plan.</summary>
    public required IReadOnlyList<MetricComparison> Metrics { get; init; }

    /// <summary>
    /// What a reader must know beside the metrics, as sentences: cells missing on a side, withheld percentiles, invalid trials.
    /// </summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
