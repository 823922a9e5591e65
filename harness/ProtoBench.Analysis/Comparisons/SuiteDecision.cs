using ProtoBench.Model.Statistics;

namespace ProtoBench.Analysis.Comparisons;

/// <summary>
/// The decision rule over all metrics of a suite, as <see cref="ComparisonRule"/> describes it. Pure, and the only code that decides:
/// comparisons of stored runs, <c>ab</c> and the simulation that vouches for it all call this.
/// </summary>
internal static class SuiteDecision
{
    /// <summary>Decides on the first stage and names the suspects.</summary>
    /// <returns>One decision a metric, in order.</returns>
    public static MetricDecision[] FirstStage(IReadOnlyList<MetricEstimate> metrics, ComparisonRule rule)
    {
        var costs = Moderate(metrics, [.. metrics.Select(metric => metric.Cost)], rule);
        var slower = costs.Select(cost => cost is { } known ? UpperP(known) : 1).ToArray();
        var faster = slower.Select((p, i) => costs[i] is null ? 1 : 1 - p).ToArray();
        var (slowerOfAll, fasterOfAll) = (Holm(slower, costs), Holm(faster, costs));
        var criticalZ = CriticalZ(costs, rule);
        return [.. metrics.Select((metric, i) => costs[i] is { } cost
            ? First(metric, cost, (slower[i], slowerOfAll[i]), (faster[i], fasterOfAll[i]), criticalZ, rule)
            : MetricDecision.Undecided)];
    }

    /// <summary>Decides on suspects anew with their fresh pairs. Everything else stays as it was.</summary>
    /// <param name="metrics">As in the first stage.</param>
    /// <param name="first">Its decisions.</param>
    /// <param name="fresh">The estimate of the fresh pairs alone, one a metric; null where there are none.</param>
    /// <param name="rule">As in the first stage.</param>
    public static MetricDecision[] SecondStage(
        IReadOnlyList<MetricEstimate> metrics, IReadOnlyList<MetricDecision> first, IReadOnlyList<MeanEstimate?> fresh, ComparisonRule rule)
    {
        var tested = first.Count(decision => decision.Cost is not null);
        var costs = Moderate(metrics, [.. fresh.Select((estimate, i) => first[i].IsSuspect ? estimate : null)], rule);
        return [.. first.Select((decision, i) => costs[i] is { } cost ? Second(metrics[i], decision, cost, tested, rule) : decision)];
    }

    private static MetricDecision First(
        MetricEstimate metric, MeanEstimate cost, (double Own, double OfAll) slower, (double Own, double OfAll) faster,
        double criticalZ, ComparisonRule rule)
    {
        var margin = Math.Log(1 + metric.Margin);
        var leaning = cost.Mean >= 0 ? slower : faster;
        var shown = leaning.OfAll <= rule.StageAlpha && Math.Abs(cost.Mean) >= margin;
        var planned = cost.ErrorVariance / (1 + rule.ConfirmingShare);
        return new MetricDecision
        {
            Verdict = shown ? Direction(cost) : SameOrNot(cost, margin, rule),
            Cost = cost,
            SlowerP = slower.Own,
            FasterP = faster.Own,
            AdjustedP = Math.Min(1, rule.Stages * leaning.OfAll),
            Detectable = DetectableEffect.Of(planned, criticalZ, margin),
            IsSuspect = !shown && rule.ConfirmingShare > 0 && leaning.Own <= rule.SuspectP && Math.Abs(cost.Mean) >= margin / 2,
        };
    }

    private static MetricDecision Second(MetricEstimate metric, MetricDecision first, MeanEstimate fresh, int tested, ComparisonRule rule)
    {
        var (before, margin) = (first.Cost!.Value, Math.Log(1 + metric.Margin));
        var suspectedSlower = before.Mean >= 0;
        var share = 1 / (1 + rule.ConfirmingShare);
        var both = Join(before, fresh, share);
        var p = InverseNormalCombination.PValue(
            suspectedSlower ? first.SlowerP : first.FasterP, suspectedSlower ? UpperP(fresh) : 1 - UpperP(fresh), share);

        // Bonferroni over the suite and not Holm: the union bound over two stages needs a limit that the other metrics do not move.
        var adjusted = Math.Min(1, rule.Stages * tested * p);
        var shown = adjusted <= rule.Alpha && (suspectedSlower ? both.Mean : -both.Mean) >= margin;
        return first with
        {
            Verdict = shown ? Direction(both) : SameOrNot(both, margin, rule),
            Cost = both,
            AdjustedP = Math.Min(first.AdjustedP, adjusted),
            Detectable = DetectableEffect.Of(both.ErrorVariance, CriticalZ(tested, rule), margin),
            Stage = 2,
        };
    }

    private static ComparisonVerdict Direction(MeanEstimate cost) => cost.Mean > 0 ? ComparisonVerdict.Slower : ComparisonVerdict.Faster;

    private static ComparisonVerdict SameOrNot(MeanEstimate cost, double margin, ComparisonRule rule) =>
        EquivalenceTest.PValue(cost, margin) <= rule.EquivalenceLevel ? ComparisonVerdict.Same : ComparisonVerdict.Inconclusive;

    // The weighted mean of independent stages; degrees of freedom by Satterthwaite, as for Welch's test.
    private static MeanEstimate Join(MeanEstimate first, MeanEstimate second, double share)
    {
        var (a, b) = (share * share * first.ErrorVariance, (1 - share) * (1 - share) * second.ErrorVariance);
        var degrees = (a + b) * (a + b) / ((a * a / first.Degrees) + (b * b / second.Degrees));
        return new MeanEstimate((share * first.Mean) + ((1 - share) * second.Mean), a + b, degrees, first.Count + second.Count);
    }

    /// <summary>
    /// Draws the error of each estimate towards those of its class, where the class is large enough, then adds what sessions add.
    /// </summary>
    private static MeanEstimate?[] Moderate(IReadOnlyList<MetricEstimate> metrics, MeanEstimate?[] estimates, ComparisonRule rule)
    {
        var moderated = new MeanEstimate?[estimates.Length];
        foreach (var members in Enumerable.Range(0, estimates.Length)
            .Where(i => estimates[i] is { Count: >= ComparisonRule.FewestPairs })
            .GroupBy(i => metrics[i].Class, StringComparer.Ordinal)
            .Select(group => group.ToArray()))
        {
            var prior = members.Length >= ComparisonRule.FewestInClass
                ? VarianceModeration.Fit(
                    Array.ConvertAll(members, i => estimates[i]!.Value.ErrorVariance),
                    Array.ConvertAll(members, i => estimates[i]!.Value.Degrees)).Capped(rule.MostPriorDegrees)
                : VarianceModeration.None;
            foreach (var i in members)
            {
                var own = prior.Apply(estimates[i]!.Value);
                moderated[i] = own with { ErrorVariance = own.ErrorVariance + metrics[i].SessionVariance };
            }
        }

        return moderated;
    }

    // Only what was tested counts for the correction.
    private static double[] Holm(double[] pValues, MeanEstimate?[] costs)
    {
        var tested = Enumerable.Range(0, costs.Length).Where(i => costs[i] is not null).ToArray();
        var adjusted = HolmCorrection.Adjusted(Array.ConvertAll(tested, i => pValues[i]));
        var all = Enumerable.Repeat(1.0, costs.Length).ToArray();
        for (var i = 0; i < tested.Length; i++)
        {
            all[tested[i]] = adjusted[i];
        }

        return all;
    }

    private static double CriticalZ(MeanEstimate?[] costs, ComparisonRule rule) => CriticalZ(costs.Count(cost => cost is not null), rule);

    private static double CriticalZ(int tested, ComparisonRule rule) =>
        tested == 0 ? 0 : -NormalDistribution.Quantile(rule.StageAlpha / tested);

    // P(T > t): small p-values keep their digits because the lower tail of −t is computed and not one minus the upper.
    private static double UpperP(MeanEstimate estimate) =>
        StudentDistribution.Cumulative(-estimate.Mean / Math.Sqrt(estimate.ErrorVariance), estimate.Degrees);
}
