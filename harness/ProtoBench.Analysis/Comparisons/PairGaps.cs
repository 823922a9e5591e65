using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Results.Pairs;

namespace ProtoBench.Analysis.Comparisons;

/// <summary>What a cell of an interleaved comparison lacks.</summary>
internal static class PairGaps
{
    /// <param name="cell">Of the base.</param>
    /// <param name="header">What was planned.</param>
    /// <param name="pairs">What became of it, both stages.</param>
    public static SuiteGap? Of(Cell cell, PairHeader header, IReadOnlyList<PairResult> pairs)
    {
        var confirming = pairs.Any(pair => pair.Stage == 2) ? header.ConfirmingPairs : 0;
        var planned = header.Pairs + confirming;
        return CoverageGaps.Of(
            cell,
            Side("the base", planned, pairs, pair => pair.Base, PairFault.New),
            Side("the new side", planned, pairs, pair => pair.New, PairFault.Base),
            pairs.Count(pair => pair.Counts && pair.Stage == 1),
            "pairs");
    }

    /// <summary>Metrics that the base has in every pair that counts, and the new side in fewer than can be judged.</summary>
    public static IEnumerable<SuiteGap> Metrics(Cell cell, IReadOnlyList<ComparedMetric> compared, IReadOnlyList<PairResult> counting)
    {
        foreach (var metric in compared.Select(metric => metric.Metric))
        {
            var read = PairedComparison.ReaderFor(metric, counting);
            var lacking = counting.Count(pair => PairedComparison.IsLackingInNew(metric, read, pair));
            var had = counting.Count - lacking;
            if (lacking > 0
                && counting.All(pair => read(pair.Base) is > 0)
                && (metric.SamplesNeeded == 0 || had < ComparisonRule.FewestPairs))
            {
                yield return CoverageGaps.Lacking(cell, metric, had, [.. counting.Select(pair => pair.New)]);
            }
        }
    }

    /// <summary>
    /// Cells that the first stage left a suspicion of and that were not measured again, because the comparison was stopped between the
    /// stages.
    /// </summary>
    public static IEnumerable<SuiteGap> Unconfirmed(PairRun run, ComparedSuite suite)
    {
        var ids = run.Header.Base.Cells.Select(cell => cell.Id).ToList();
        var confirmed = run.Pairs.Where(pair => pair.Stage == 2).Select(pair => ids[pair.CellIndex]).ToHashSet(StringComparer.Ordinal);
        return run.Header.ConfirmingPairs == 0
            ? []
            : SuiteJudge.Suspects(suite, new ComparisonRule())
                .GroupBy(metric => metric.Cell.Id)
                .Where(metrics =>
                    !confirmed.Contains(metrics.Key) && !suite.Gaps.Any(gap => gap.Cell?.Id == metrics.Key && gap.Metric is null))
                .Select(metrics => new SuiteGap(
                    metrics.First().Cell,
                    null,
                    GapKind.NotMeasured,
                    $"{string.Join(", ", metrics.Select(metric => metric.Metric.Key))} left a suspicion, and none of the "
                        + $"{run.Header.ConfirmingPairs} pairs that confirm or clear it were run"));
    }

    private static SideCoverage Side(
        string name, int planned, IReadOnlyList<PairResult> pairs, Func<PairResult, TrialResult> trial, PairFault other) => new()
        {
            Side = name,
            Planned = planned,
            Ran = pairs.Count,
            Counting = pairs.Count(pair => trial(pair).Status == TrialStatus.Succeeded),
            Lost = [.. pairs.Where(pair => trial(pair).Status != TrialStatus.Succeeded && pair.Fault != other).Select(trial)],
        };
}
