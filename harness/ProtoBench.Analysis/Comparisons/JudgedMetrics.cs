namespace ProtoBench.Analysis.Comparisons;

/// <summary>Which metrics of a report somebody judged, as against those that only have no verdict.</summary>
internal static class JudgedMetrics
{
    /// <summary>What tables say in place of a verdict.</summary>
    public const string NotJudged = "not judged";

    /// <summary>
    /// False where a gap says that the metric, its cell or everything was not judged or not measured, and where a metric has no figures.
    /// "Inconclusive" is the answer of a judgement: it looked, and this many trials with this spread could not tell.
    /// </summary>
    public static bool IsJudged(ComparisonReport report, MetricComparison metric) => metric.Verdict != ComparisonVerdict.Inconclusive
        || ((metric.CostRatio is not null || metric.Unit == ComparisonSentence.ShareUnit)
            && !report.Gaps.Any(gap => gap.Kind != GapKind.Remark
                && (gap.CellId is null || gap.CellId == metric.CellId)
                && (gap.Metric is null || gap.Metric == metric.Metric)));

    /// <summary>The verdict of one metric in a word or two.</summary>
    public static string Word(ComparisonReport report, MetricComparison metric) =>
        IsJudged(report, metric) ? metric.Verdict.ToString().ToLowerInvariant() : NotJudged;
}
