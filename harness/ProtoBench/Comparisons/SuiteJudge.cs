using ProtoBench.Statistics;

namespace ProtoBench.Comparisons;

/// <summary>From two measured sides to verdicts. Pure: the same measurements under the same rule give the same report.</summary>
internal static class SuiteJudge
{
    /// <param name="suite">Both sides. Every metric in it counts for the correction, so leave out what nobody asks about.</param>
    /// <param name="rule">Alpha and default margin; whether there are two stages is the suite's.</param>
    /// <param name="margins">One a metric, in order, as shares; null: the rule's for all.</param>
    public static ComparisonReport Judge(ComparedSuite suite, ComparisonRule rule, IReadOnlyList<double>? margins = null)
    {
        rule = rule with { ConfirmingShare = suite.ConfirmingShare };
        var estimates = suite.Metrics.Select((metric, i) => new MetricEstimate(
            metric.Metric.Key, metric.Withheld is null ? metric.Cost : null, margins?[i] ?? rule.Margin, metric.SessionVariance)).ToList();
        var decisions = SuiteDecision.FirstStage(estimates, rule);
        decisions = SuiteDecision.SecondStage(estimates, decisions, [.. suite.Metrics.Select(metric => metric.Fresh)], rule);
        var names = CellNames.Of(suite.Metrics.Select(metric => metric.Cell));
        return new ComparisonReport
        {
            BaseLabel = suite.BaseLabel,
            NewLabel = suite.NewLabel,
            Scenario = suite.Scenario,
            Paired = suite.Paired,
            FingerprintDifferences = suite.FingerprintDifferences,
            Alpha = rule.Alpha,
            Margin = rule.Margin,
            SessionSpread = suite.SessionSpread,
            Seed = suite.Seed,
            Metrics = [.. suite.Metrics.Select((metric, i) =>
                Row(metric, estimates[i].Margin, decisions[i], names[metric.Cell.Id], suite.Paired))],
            Notes = suite.Notes,
        };
    }

    /// <summary>Which metrics need fresh pairs under this rule.</summary>
    public static IReadOnlyList<ComparedMetric> Suspects(ComparedSuite suite, ComparisonRule rule)
    {
        rule = rule with { ConfirmingShare = suite.ConfirmingShare };
        var decisions = SuiteDecision.FirstStage(
            [.. suite.Metrics.Select(metric => new MetricEstimate(metric.Metric.Key, metric.Withheld is null ? metric.Cost : null, rule.Margin))], rule);
        return [.. suite.Metrics.Where((_, i) => decisions[i].IsSuspect)];
    }

    private static MetricComparison Row(ComparedMetric metric, double margin, MetricDecision decision, string name, bool paired)
    {
        var row = new MetricComparison
        {
            CellId = metric.Cell.Id,
            CellName = name,
            Metric = metric.Metric.Key,
            Unit = metric.Metric.Unit,
            LowerIsBetter = metric.Metric.LowerIsBetter,
            Base = Centre(metric.Base),
            New = Centre(metric.New),
            Verdict = decision.Verdict,
            Margin = margin,
            BaseTrials = paired ? decision.Cost?.Count ?? metric.Base.Count : metric.Base.Count,
            NewTrials = paired ? decision.Cost?.Count ?? metric.New.Count : metric.New.Count,
            Stage = decision.Stage,
            Sentence = "",
        };
        if (decision.Cost is { } cost)
        {
            var half = cost.HalfWidth();
            row = row with
            {
                CostRatio = Math.Exp(cost.Mean),
                CostLow = Math.Exp(cost.Mean - half),
                CostHigh = Math.Exp(cost.Mean + half),
                AdjustedP = decision.AdjustedP,
                MinimalDetectableEffect = Math.Exp(decision.Detectable) - 1,
            };
        }

        return row with { Sentence = ComparisonSentence.Of(row, metric.Withheld, paired) };
    }

    private static double? Centre(IReadOnlyList<double> values) => values.Count == 0 ? null : Math.Exp(new LogSample(values).Mean);
}
