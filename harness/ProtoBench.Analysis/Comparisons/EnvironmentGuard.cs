namespace ProtoBench.Analysis.Comparisons;

/// <summary>Keeps verdicts from being drawn across environments, unless somebody asked for just that.</summary>
internal static class EnvironmentGuard
{
    private const string Sentence = "the environments differ, so the difference may be theirs; --across-environments judges all the same";

    /// <summary>The report with every verdict inconclusive when its environments differ. The figures stay.</summary>
    public static ComparisonReport Apply(ComparisonReport report) => report.FingerprintDifferences.Count == 0
        ? report
        : report with
        {
            Metrics = [.. report.Metrics.Select(metric => metric with
            {
                Verdict = ComparisonVerdict.Inconclusive,
                Sentence = $"{metric.CellName}: {metric.Metric} was not judged: {Sentence}.",
            })],
            Gaps = [
                new ComparisonGap { Kind = GapKind.NotJudged, Reason = Sentence, Sentence = $"Nothing was judged: {Sentence}." },
                .. report.Gaps,
            ],
            Notes = [.. report.Notes, $"No verdicts: {Sentence}."],
        };
}
