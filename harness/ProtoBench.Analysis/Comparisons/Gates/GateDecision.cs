using ProtoBench.Model.Scenarios;

namespace ProtoBench.Analysis.Comparisons.Gates;

/// <summary>Applies a policy to two measured sides. Pure.</summary>
internal static class GateDecision
{
    /// <summary>Rules that no metric and no gap fits: almost always a misspelt glob, and a gate that guards nothing.</summary>
    public static IReadOnlyList<ScenarioError> Idle(ComparedSuite suite, GatePolicy policy)
    {
        var ids = suite.Metrics.Select(metric => metric.Cell.Id).Distinct().Take(8);
        return [.. policy.Rules
            .Where(rule => rule.Line > 0 && !GateScope.IsAbout(rule, suite))
            .Select(rule => new ScenarioError(
                policy.Name, rule.Line, rule.Column, 1, ScenarioErrorCodes.FilterMatchesNothing, $"nothing measured is "
                    + $"{rule.Name}", $"the cells are {string.Join(", ", ids)}"))];
    }

    /// <summary>Judges only what the policy names, as one suite under its alpha and margins, and what failed in its cells.</summary>
    public static GateReport Decide(ComparedSuite suite, GatePolicy policy)
    {
        var scope = GateScope.Of(suite, policy);
        var report = SuiteJudge.Judge(scope.Suite, new ComparisonRule { Alpha = policy.Alpha }, scope.Margins);
        var findings = report.Metrics.Select(metric => Finding(metric, scope.RuleOf(metric))).ToList();
        var outcome = Outcome(findings, report.Gaps);
        return new GateReport
        {
            Policy = policy.Name,
            Outcome = outcome,
            Findings = findings,
            Sentences =
            [
                Headline(outcome, findings, report.Gaps),
                .. findings.Where(finding => finding.Outcome != GateOutcome.Passed
                    && finding.Metric.Verdict != ComparisonVerdict.Worse
                    && !IsMissing(finding, report.Gaps)).Select(finding => finding.Metric.Sentence),
                .. Untold(report.Gaps).Select(gap => gap.Sentence),
            ],
            Comparison = report,
        };
    }

    private static GateFinding Finding(MetricComparison metric, GateRule? rule) => new()
    {
        Metric = metric,
        Rule = rule?.Name ?? $"{metric.Metric} of every gated cell",
        Line = rule?.Line ?? 0,
        Outcome = metric.Verdict switch
        {
            ComparisonVerdict.Slower or ComparisonVerdict.Worse => GateOutcome.Slower,
            ComparisonVerdict.Inconclusive when rule?.Inconclusive == InconclusiveMeaning.Fail => GateOutcome.Inconclusive,
            _ => GateOutcome.Passed,
        },
    };

    private static GateOutcome Outcome(List<GateFinding> findings, IReadOnlyList<ComparisonGap> gaps) =>
        findings.Any(finding => finding.Outcome == GateOutcome.Slower) ? GateOutcome.Slower
        : gaps.Any(gap => gap.Kind == GapKind.NotMeasured) ? GateOutcome.NotMeasured
        : gaps.Any(gap => gap.Kind == GapKind.NotJudged)
            || findings.Any(finding => finding.Outcome == GateOutcome.Inconclusive) ? GateOutcome.Inconclusive
        : GateOutcome.Passed;

    private static string Headline(GateOutcome outcome, List<GateFinding> findings, IReadOnlyList<ComparisonGap> gaps)
    {
        var undecided = findings.Count(finding => finding.Metric.Verdict == ComparisonVerdict.Inconclusive);
        var strict = findings.Count(finding => finding.Outcome == GateOutcome.Inconclusive);
        var (slower, worse) = (Count(findings, ComparisonVerdict.Slower), Count(findings, ComparisonVerdict.Worse));
        string[] parts =
        [
            outcome switch
            {
                GateOutcome.Slower when slower == 0 => $"The gate failed: {worse} of {findings.Count} metrics show more failures.",
                GateOutcome.Slower => $"The gate failed: {slower} of {findings.Count} metrics are "
                    + $"slower{(worse > 0 ? $", and {worse} show more failures" : "")}.",
                GateOutcome.NotMeasured => "The gate did not pass: it cannot judge what was not measured.",
                GateOutcome.Inconclusive when strict > 0 =>
                    $"The gate is undecided: {strict} of {findings.Count} metrics are inconclusive where the policy is strict.",
                GateOutcome.Inconclusive => "The gate is undecided.",
                _ => $"The gate passed: none of {findings.Count} metrics is slower{(undecided > 0 ? $", {undecided} inconclusive" : "")}.",
            },
            ComparisonHeadline.Worse([.. findings.Select(finding => finding.Metric)]),
            ComparisonHeadline.Problems(gaps),
            ComparisonHeadline.Remarks(gaps),
        ];
        return string.Join(' ', parts.Where(part => part.Length > 0));
    }

    // That such a metric is inconclusive says less than the headline, which has why.
    private static bool IsMissing(
        GateFinding finding, IReadOnlyList<ComparisonGap> gaps) => finding is { Outcome: GateOutcome.Inconclusive, Metric.CostRatio: null }
        && gaps.Any(gap => gap.Kind == GapKind.NotMeasured
            && gap.CellId == finding.Metric.CellId
            && (gap.Metric ?? finding.Metric.Metric) == finding.Metric.Metric);

    // Those of which the headline only counts the reasons.
    private static IEnumerable<ComparisonGap> Untold(IReadOnlyList<ComparisonGap> gaps) => gaps
        .Where(gap => gap.Kind != GapKind.Remark)
        .GroupBy(gap => gap.Kind)
        .SelectMany(kind => kind.GroupBy(gap => gap.Reason, StringComparer.Ordinal).Skip(ComparisonHeadline.MostGroups))
        .SelectMany(reason => reason);

    private static int Count(List<GateFinding> findings, ComparisonVerdict verdict) =>
        findings.Count(finding => finding.Metric.Verdict == verdict);
}
