namespace ProtoBench.Analysis.Comparisons;

/// <summary>Two sides measured, nothing decided: what <see cref="SuiteJudge"/> turns into verdicts under one rule or another.</summary>
internal sealed record ComparedSuite
{
    public required string BaseLabel { get; init; }

    public required string NewLabel { get; init; }

    public required string Scenario { get; init; }

    public required bool Paired { get; init; }

    /// <summary>Fresh pairs of the second stage for one of the first; 0 for stored runs.</summary>
    public required double ConfirmingShare { get; init; }

    public required IReadOnlyList<string> FingerprintDifferences { get; init; }

    public double SessionSpread { get; init; }

    public int? Seed { get; init; }

    public required IReadOnlyList<ComparedMetric> Metrics { get; init; }

    /// <summary>
    /// How often each side failed, for every cell with trials enough to judge; of the others <see cref="Gaps"/> says that they are missing.
    /// </summary>
    public IReadOnlyList<ComparedFailures> Failures { get; init; } = [];

    /// <summary>What was planned and is not among the metrics, or only in part.</summary>
    public IReadOnlyList<SuiteGap> Gaps { get; init; } = [];

    public required IReadOnlyList<string> Notes { get; init; }
}
