namespace ProtoBench.Analysis.Comparisons;

/// <summary>
/// The sentence everything else hangs on: what people read first, and often alone. What was not measured or not judged is part of it, so
/// that no count of verdicts can be taken for more than it is.
/// </summary>
internal static class ComparisonHeadline
{
    /// <summary>Different reasons of one kind that are told; the others are counted.</summary>
    public const int MostGroups = 3;

    private const int MostNames = 3;

    public static string Of(ComparisonReport report)
    {
        var counts = string.Join(' ', new[] { Counts(report), Worse(report.Metrics) }.Where(part => part.Length > 0));
        var problems = Problems(report.Gaps);
        var remarks = Remarks(report.Gaps);
        var text = problems.Length == 0 ? counts
            : IsWorse(report) ? $"{counts} {problems}"
            : $"{problems} {(IsAnyJudged(report) ? $"Otherwise {counts}" : "Nothing was judged.")}";
        return remarks.Length == 0 ? text : $"{text} {remarks}";
    }

    /// <summary>What must not pass, as one or two sentences; empty when there is nothing.</summary>
    public static string Problems(IReadOnlyList<ComparisonGap> gaps) => string.Join(' ', new[]
    {
        Named("Not measured", gaps.Where(gap => gap.Kind == GapKind.NotMeasured)),
        Named("Not judged", gaps.Where(gap => gap.Kind == GapKind.NotJudged)),
    }.Where(text => text.Length > 0));

    /// <summary>What passes and is said all the same; empty when there is nothing.</summary>
    public static string Remarks(IReadOnlyList<ComparisonGap> gaps) => Named("Beside it", gaps.Where(gap => gap.Kind == GapKind.Remark));

    /// <summary>Who fails more often, with both shares; empty when nobody does.</summary>
    public static string Worse(IReadOnlyList<MetricComparison> metrics)
    {
        var worse = metrics.Where(metric => metric.Verdict == ComparisonVerdict.Worse).Select(metric => metric.Sentence).ToList();
        return string.Join(' ', worse.Take(MostGroups)) + (worse.Count > MostGroups ? $" {worse.Count - MostGroups} more like this." : "");
    }

    private static bool IsAnyJudged(ComparisonReport report) => report.Metrics.Any(metric => JudgedMetrics.IsJudged(report, metric));

    private static bool IsWorse(ComparisonReport report) =>
        report.Metrics.Any(metric => metric.Verdict is ComparisonVerdict.Slower or ComparisonVerdict.Worse);

    private static string Counts(ComparisonReport report)
    {
        var judged = report.Metrics.Where(metric => JudgedMetrics.IsJudged(report, metric)).ToList();
        var counts = judged.CountBy(metric => metric.Verdict).ToDictionary();
        var text = $"{Count(ComparisonVerdict.Slower)} slower, {Count(ComparisonVerdict.Faster)} faster, "
            + $"{Count(ComparisonVerdict.Same)} same, {Count(ComparisonVerdict.Inconclusive)} inconclusive";
        text += Count(ComparisonVerdict.Worse) > 0 ? $", {Count(ComparisonVerdict.Worse)} failing more often" : "";
        text += Count(ComparisonVerdict.Better) > 0 ? $", {Count(ComparisonVerdict.Better)} failing less often" : "";
        return text + (judged.Count < report.Metrics.Count ? $", {report.Metrics.Count - judged.Count} {JudgedMetrics.NotJudged}." : ".");

        int Count(ComparisonVerdict verdict) => counts.GetValueOrDefault(verdict);
    }

    // Cells with one reason share it: a server that never started fails all of them alike.
    private static string Named(string title, IEnumerable<ComparisonGap> gaps)
    {
        var groups = gaps.GroupBy(gap => gap.Reason, StringComparer.Ordinal).ToList();
        if (groups.Count == 0)
        {
            return "";
        }

        var shown = groups.Take(MostGroups)
            .Select(group => Subject([.. group.Select(Name).OfType<string>().Distinct(StringComparer.Ordinal)]) + group.Key);
        var more = groups.Count > MostGroups ? $"; and {groups.Count - MostGroups} more" : "";
        return $"{title}: {string.Join("; ", shown)}{more}.";
    }

    private static string? Name(ComparisonGap gap) => (gap.CellName, gap.Metric) switch
    {
        (null, var metric) => metric,
        (var cell, null) => cell,
        var (cell, metric) => $"{cell} {metric}",
    };

    private static string Subject(List<string> names) => names.Count switch
    {
        0 => "",
        > MostNames => $"{string.Join(", ", names.Take(MostNames))} and {names.Count - MostNames} more: ",
        _ => string.Join(", ", names) + ": ",
    };
}
