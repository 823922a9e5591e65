using ProtoBench.Model.Statistics;

namespace ProtoBench.Analysis.Comparisons;

/// <summary>
/// Decides whether a side fails more often. Shares near 0 have no logarithm and their trials are not alike (time-outs come in bursts), so
/// two tests must agree: Fisher's exact one over all exchanges, and one over trials that a single burst cannot pass. Pure.
/// </summary>
internal static class FailureJudge
{
    private const double BoundLevel = 0.05;

    /// <param name="failures">Both sides.</param>
    /// <param name="tests">Failure metrics that are tested in this suite; the level is divided by it.</param>
    /// <param name="rule">Whose alpha.</param>
    public static (ComparisonVerdict Verdict, double P) Decide(ComparedFailures failures, int tests, ComparisonRule rule)
    {
        var (before, after) = (failures.BaseSum, failures.NewSum);
        var difference = ComparedFailures.Share(after) - ComparedFailures.Share(before);
        var worse = difference >= 0;
        var (less, more) = worse ? (failures.Base, failures.New) : (failures.New, failures.Base);
        var (few, many) = worse ? (before, after) : (after, before);
        var p = Math.Min(1, tests
            * Math.Max(FisherExactTest.UpperP(many.Failed, many.Due, few.Failed, few.Due), TrialsP(failures, less, more, few.Failed == 0)));
        if (p <= rule.Alpha && Math.Abs(difference) >= failures.Margin)
        {
            return (worse ? ComparisonVerdict.Worse : ComparisonVerdict.Better, p);
        }

        return (IsWithin(failures, many, few) ? ComparisonVerdict.Same : ComparisonVerdict.Inconclusive, p);
    }

    // 0 where nothing over trials speaks against it.
    private static double TrialsP(
        ComparedFailures failures, IReadOnlyList<FailureCount> less, IReadOnlyList<FailureCount> more, bool noneOnOneSide)
    {
        if (noneOnOneSide && failures.Metric.IsExpectedToBeNone)
        {
            // One stall of the machine makes a burst of time-outs in one trial, not some in most.
            var failing = more.Count(trial => trial.Failed > 0);
            return failing >= 2 && 2 * failing >= more.Count ? 0 : 1;
        }

        if (Math.Min(less.Count, more.Count) < ComparisonRule.FewestPairs)
        {
            return 1;
        }

        var estimate = Difference(failures.Paired, less, more);
        return estimate.ErrorVariance > 0
            ? StudentDistribution.Cumulative(-estimate.Mean / Math.Sqrt(estimate.ErrorVariance), estimate.Degrees)
            : estimate.Mean > 0 ? 0 : 1;
    }

    // The upper 95 % limit of the larger share (Clopper and Pearson, Biometrika 26, 1934) lies no more than the margin above the other's
    // own value, and in no trial is the difference larger than that.
    private static bool IsWithin(ComparedFailures failures, FailureCount many, FailureCount few) =>
        UpperLimit(many) - ComparedFailures.Share(few) <= failures.Margin
            && Math.Max(failures.Base.Max(ComparedFailures.Share), failures.New.Max(ComparedFailures.Share)) - ComparedFailures.Share(few)
                <= failures.Margin;

    private static double UpperLimit(FailureCount count)
    {
        if (count.Failed >= count.Due)
        {
            return 1;
        }

        var (low, high) = ((double)count.Failed / count.Due, 1.0);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = BinomialDistribution.Cumulative(count.Failed, count.Due, middle) > BoundLevel ? (middle, high) : (low, middle);
        }

        return high;
    }

    private static MeanEstimate Difference(bool paired, IReadOnlyList<FailureCount> less, IReadOnlyList<FailureCount> more) => paired
        ? TrimmedMean.Of([.. more.Zip(less, (a, b) => ComparedFailures.Share(a) - ComparedFailures.Share(b))])
        : TrimmedMean.Difference([.. less.Select(ComparedFailures.Share)], [.. more.Select(ComparedFailures.Share)]);
}
