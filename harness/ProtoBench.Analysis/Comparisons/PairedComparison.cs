using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Model.Statistics;

namespace ProtoBench.Analysis.Comparisons;

/// <summary>What interleaved pairs measured, as something to decide on. Pure.</summary>
internal static class PairedComparison
{
    /// <param name="run">The pairs.</param>
    /// <param name="further">Keys of <see cref="ComparableMetrics.Further"/> that are to be compared too.</param>
    public static ComparedSuite Of(PairRun run, IReadOnlySet<string>? further = null)
    {
        var header = run.Header;
        var metrics = new List<ComparedMetric>();
        var (failures, gaps) = (new List<ComparedFailures>(), new List<SuiteGap>());
        var notes = NetworkLines.Sentences(
            run.Pairs.SelectMany(pair => new[] { pair.Base, pair.New }), header.New.Scenario.Hosts?.Network).ToList();
        for (var index = 0; index < header.Base.Cells.Count; index++)
        {
            var (before, after) = (header.Base.Cells[index], header.New.Cells[index]);
            if (!before.Runs || !after.Runs)
            {
                notes.Add($"{before.Id} is not compared: "
                    + $"{before.NotApplicable ?? before.Unsupported ?? after.NotApplicable ?? after.Unsupported}.");
                gaps.AddRange(Unrun(before, after));
                continue;
            }

            if (before.Id != after.Id)
            {
                notes.Add($"{before.Id} is compared with {after.Id}.");
            }

            var pairs = run.Pairs.Where(pair => pair.CellIndex == index).ToList();
            var failed = ComparedFailures.Of(
                before, [.. pairs.Select(pair => pair.Base)], [.. pairs.Select(pair => pair.New)], paired: true).ToList();
            notes.AddRange(FailureNotes.Of(before, failed));
            notes.AddRange(Uncounted(before, pairs));
            var counting = pairs.Where(pair => pair.Counts).ToList();
            failures.AddRange(FailureNotes.Judgeable(failed, counting.Count, gaps));
            var compared = ComparableMetrics.Of(before, further).Select(metric => Compare(before, metric, counting)).ToList();
            metrics.AddRange(compared);
            gaps.AddRange(PairGaps.Of(before, header, pairs) is { } gap ? [gap] : PairGaps.Metrics(before, compared, counting));
        }

        var suite = new ComparedSuite
        {
            BaseLabel = header.Base.Label,
            NewLabel = header.New.Label,
            Scenario = header.New.Scenario.Name,
            Paired = true,
            ConfirmingShare = (double)header.ConfirmingPairs / header.Pairs,
            FingerprintDifferences = [],
            Seed = header.New.Scenario.Seed,
            Metrics = metrics,
            Failures = failures,
            Gaps = gaps,
            Notes = notes,
        };
        return suite with { Gaps = [.. gaps, .. PairGaps.Unconfirmed(run, suite)] };
    }

    // A cell that a side cannot run was measured by neither. What has no meaning on the new side is said; what it ought to run and cannot
    // is missing.
    private static IEnumerable<SuiteGap> Unrun(Cell before, Cell after)
    {
        if (before.Runs != after.Runs)
        {
            var (side, cell) = before.Runs ? ("the new side", after) : ("the base", before);
            var kind = before.Runs && after.Unsupported is not null ? GapKind.NotMeasured : GapKind.Remark;
            yield return new SuiteGap(
                before, null, kind, $"not run, because {side} cannot: {(cell.NotApplicable ?? cell.Unsupported)!.TrimEnd('.')}");
        }
    }

    private static ComparedMetric Compare(Cell cell, ComparableMetric metric, List<PairResult> pairs)
    {
        var read = ReaderFor(metric, pairs);
        var (first, second) = (Values(metric, read, pairs, stage: 1), Values(metric, read, pairs, stage: 2));
        var withheld = first.Any(pair => pair is null) || second.Any(pair => pair is null)
            ? metric.SamplesNeeded > 0 ? $"it needs {metric.SamplesNeeded} exchanges in every trial" : "a trial completed nothing"
            : first.Count < ComparisonRule.FewestPairs ? $"there are fewer than {ComparisonRule.FewestPairs} pairs that count" : null;
        return new ComparedMetric
        {
            Cell = cell,
            Metric = metric,
            Base = [.. first.OfType<PairedValue>().Select(pair => pair.Base)],
            New = [.. first.OfType<PairedValue>().Select(pair => pair.New)],
            Cost = withheld is null ? TrimmedMean.Of([.. first.Select(pair => pair!.LogCost)]) : null,
            Fresh = withheld is null && second.Count >= ComparisonRule.FewestPairs
                ? TrimmedMean.Of([.. second.Select(pair => pair!.LogCost)])
                : null,
            Withheld = withheld,
        };
    }

    private static List<PairedValue?> Values(ComparableMetric metric, Func<TrialResult, double?> read, List<PairResult> pairs, int stage) =>
        [.. pairs.Where(pair => pair.Stage == stage).Select(pair => Value(metric, read, pair))];

    /// <summary>How the trials of pairs are read, see <see cref="ComparableMetric.ReaderFor"/>.</summary>
    public static Func<TrialResult, double?> ReaderFor(ComparableMetric metric, IReadOnlyList<PairResult> pairs) =>
        metric.ReaderFor([.. pairs.Select(pair => pair.Base), .. pairs.Select(pair => pair.New)]);

    /// <summary>Does the new side lack the metric in a pair that counts, although the base has it?</summary>
    public static bool IsLackingInNew(ComparableMetric metric, Func<TrialResult, double?> read, PairResult pair) => read(pair.Base) is > 0
        && (read(pair.New) is not > 0 || (metric == ComparableMetrics.Throughput && double.IsPositiveInfinity(MedianOfSlices(pair))));

    private static PairedValue? Value(ComparableMetric metric, Func<TrialResult, double?> read, PairResult pair)
    {
        if (read(pair.Base) is not > 0 || read(pair.New) is not > 0)
        {
            return null;
        }

        var (before, after) = (read(pair.Base)!.Value, read(pair.New)!.Value);
        return metric == ComparableMetrics.Throughput
            ? SliceRatio(pair) is { } ratio ? new PairedValue(before, after, ratio) : null
            : new PairedValue(before, after, metric.LogCost(after) - metric.LogCost(before));
    }

    // The median over slice pairs: a stall of the machine falls into few slices, and the two of a pair are a fiftieth of a second apart.
    private static double? SliceRatio(PairResult pair) => MedianOfSlices(pair) is var median && double.IsFinite(median) ? median : null;

    private static double MedianOfSlices(PairResult pair)
    {
        // A slice in which one side completed nothing is infinitely far to one side, which a median bears; one in which neither did says
        // nothing.
        var logs = pair.Slices
            .Select(slice => Math.Log((double)slice.BaseCompleted / slice.NewCompleted))
            .Where(log => !double.IsNaN(log))
            .Order()
            .ToArray();
        if (logs.Length == 0)
        {
            return double.NaN;
        }

        var middle = logs.Length / 2;
        return logs.Length % 2 == 1 ? logs[middle] : (logs[middle - 1] + logs[middle]) / 2;
    }

    private static IEnumerable<string> Uncounted(Cell cell, List<PairResult> pairs)
    {
        if (pairs.Where(pair => !pair.Counts).ToList() is { Count: > 0 } lost)
        {
            var reason = lost.SelectMany(pair => pair.Base.Reasons.Concat(pair.New.Reasons)).FirstOrDefault() ?? "see the logs";
            yield return $"{cell.Id}: {lost.Count} of {pairs.Count} pairs do not count: {reason}.";
        }

        if (pairs.SelectMany(pair => pair.Base.Notes.Concat(pair.New.Notes))
            .Distinct(StringComparer.Ordinal)
            .ToList() is { Count: > 0 } remarks)
        {
            yield return $"{cell.Id}: {remarks[0]}{(remarks.Count > 1 ? $" (and {remarks.Count - 1} more notes in its trials)" : "")}.";
        }
    }

    private sealed record PairedValue(double Base, double New, double LogCost);
}
