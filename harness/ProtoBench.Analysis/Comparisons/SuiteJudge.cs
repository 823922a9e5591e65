using ProtoBench.Model.Plans;
using ProtoBench.Model.Statistics;

namespace ProtoBench.Analysis.Comparisons;

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
        var cells = suite.Metrics.Select(metric => metric.Cell)
            .Concat(suite.Failures.Where(failures => failures.Asked).Select(failures => failures.Cell))
            .Concat(suite.Gaps.Select(gap => gap.Cell).OfType<Cell>())
            .ToList();
        var names = CellNames.Of(cells);
        var order = cells.Select((cell, i) => (cell.Id, i)).DistinctBy(cell => cell.Id).ToDictionary(
            cell => cell.Id, cell => cell.i, StringComparer.Ordinal);
        var rows = suite.Metrics.Select((metric, i) => Row(metric, estimates[i].Margin, decisions[i], names[metric.Cell.Id], suite.Paired))
            .Concat(FailureRows(suite, rule, names))
            .OrderBy(row => order[row.CellId])
            .ToList();
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
            Metrics = rows,
            Gaps = SuiteGaps.Of(suite, rows, names),
            Notes = suite.Notes,
        };
    }

    /// <summary>Which metrics need fresh pairs under this rule.</summary>
    public static IReadOnlyList<ComparedMetric> Suspects(ComparedSuite suite, ComparisonRule rule)
    {
        rule = rule with { ConfirmingShare = suite.ConfirmingShare };
        var decisions = SuiteDecision.FirstStage(
            [.. suite.Metrics
                .Select(metric => new MetricEstimate(metric.Metric.Key, metric.Withheld is null ? metric.Cost : null, rule.Margin))], rule);
        return [.. suite.Metrics.Where((_, i) => decisions[i].IsSuspect)];
    }

    // Those that a policy asks for, and those that happened. That exchanges failed says no more than that they timed out, where no others
    // did.
    private static IEnumerable<MetricComparison> FailureRows(
        ComparedSuite suite, ComparisonRule rule, IReadOnlyDictionary<string, string> names)
    {
        var told = suite.Failures.Where(failures => names.ContainsKey(failures.Cell.Id)
            && (failures.Asked || (failures.Any && !FailureNotes.IsRepeated(failures, suite.Failures)))).ToList();
        foreach (var failures in told)
        {
            var (verdict, p) = FailureJudge.Decide(failures, told.Count, rule);
            var row = new MetricComparison
            {
                CellId = failures.Cell.Id,
                CellName = names[failures.Cell.Id],
                Metric = failures.Metric.Key,
                Unit = ComparisonSentence.ShareUnit,
                LowerIsBetter = true,
                Base = ComparedFailures.Share(failures.BaseSum),
                New = ComparedFailures.Share(failures.NewSum),
                Verdict = verdict,
                AdjustedP = p,
                Margin = failures.Margin,
                BaseTrials = failures.Base.Count,
                NewTrials = failures.New.Count,
                Sentence = "",
            };
            yield return row with { Sentence = ComparisonSentence.Of(row, failures) };
        }
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
