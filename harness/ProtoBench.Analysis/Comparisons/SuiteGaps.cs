namespace ProtoBench.Analysis.Comparisons;

/// <summary>What a judged suite leaves open: the gaps it came with, and those that only the verdicts show. Pure.</summary>
internal static class SuiteGaps
{
    /// <summary>In the order a reader needs them: what crashed, what was not measured, what was not judged, remarks.</summary>
    /// <param name="suite">What was judged.</param>
    /// <param name="rows">Its verdicts, failures included.</param>
    /// <param name="names">Of cells, by their id.</param>
    public static IReadOnlyList<ComparisonGap> Of(
        ComparedSuite suite, IReadOnlyList<MetricComparison> rows, IReadOnlyDictionary<string, string> names)
    {
        var gaps = suite.Gaps.Concat(Undetectable(suite, rows)).Concat(OneSided(suite, rows)).ToList();
        if (Nothing(suite, rows, gaps) is { } nothing)
        {
            gaps.Add(nothing);
        }

        return [.. gaps.OrderByDescending(gap => gap.Crashed && gap.Kind != GapKind.Remark).ThenByDescending(gap => gap.Kind).Select(
            gap => Told(gap, names))];
    }

    private static ComparisonGap Told(SuiteGap gap, IReadOnlyDictionary<string, string> names)
    {
        var name = gap.Cell is { } cell ? names.GetValueOrDefault(cell.Id, cell.Id) : null;
        var subject = string.Join(' ', new[] { name, gap.Metric }.OfType<string>());
        return new ComparisonGap
        {
            CellId = gap.Cell?.Id,
            CellName = name,
            Metric = gap.Metric,
            Kind = gap.Kind,
            Reason = gap.Reason,
            Sentence = (subject.Length > 0 ? $"{subject}: {gap.Reason}" : char.ToUpperInvariant(gap.Reason[0]) + gap.Reason[1..]) + ".",
        };
    }

    // "Not slower" from trials that could not have shown a tenfold slowdown is no finding.
    private static IEnumerable<SuiteGap> Undetectable(ComparedSuite suite, IReadOnlyList<MetricComparison> rows)
    {
        foreach (var row in rows.Where(
            row => row is { Verdict: ComparisonVerdict.Inconclusive, MinimalDetectableEffect: > ComparisonSentence.LargestShown }))
        {
            var cell = suite.Metrics.First(metric => metric.Cell.Id == row.CellId).Cell;
            yield return new SuiteGap(
                cell, row.Metric, GapKind.NotJudged, $"with this spread not even a slowdown of "
                    + $"{ComparisonSentence.Share(ComparisonSentence.LargestShown)} would have been seen");
        }
    }

    // A side that fails where the other never does: shown to be worse, it has its verdict; shown to be within a margin that somebody chose,
    // it may pass.
    private static IEnumerable<SuiteGap> OneSided(ComparedSuite suite, IReadOnlyList<MetricComparison> rows)
    {
        foreach (var failures in suite.Failures.Where(failures => failures.Any && failures.Metric.IsExpectedToBeNone))
        {
            if (rows.FirstOrDefault(row => row.CellId == failures.Cell.Id && row.Metric == failures.Metric.Key) is not { } row)
            {
                continue;
            }

            if (failures.BaseSum.Failed == 0 && row.Verdict != ComparisonVerdict.Worse)
            {
                var allowed = failures.Asked && row.Verdict == ComparisonVerdict.Same;
                yield return new SuiteGap(failures.Cell, row.Metric, allowed ? GapKind.Remark : GapKind.NotJudged, failures.Shares());
            }
            else if (failures.NewSum.Failed == 0)
            {
                yield return new SuiteGap(failures.Cell, row.Metric, GapKind.Remark, failures.Shares());
            }
        }
    }

    private static SuiteGap? Nothing(ComparedSuite suite, IReadOnlyList<MetricComparison> rows, List<SuiteGap> gaps)
    {
        if (rows.Any(row => row.CostRatio is not null || row.Unit == ComparisonSentence.ShareUnit)
            || gaps.Any(gap => gap.Kind != GapKind.Remark))
        {
            return null;
        }

        var why = suite.Metrics.Select(metric => metric.Withheld).OfType<string>().FirstOrDefault();
        return new SuiteGap(
            null, null, GapKind.NotMeasured, why is null
                ? "no cell was measured on both sides"
                : $"no metric has values on both sides: {why}");
    }
}
