using ProtoBench.Analysis.Objectives;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Comparisons.Gates;

/// <summary>Applies a policy to two measured sides. Pure.</summary>
internal static class GateDecision
{
    /// <summary>Rules that no metric and no gap fits: almost always a misspelt glob, and a gate that guards nothing.</summary>
    /// <param name="suite">Both sides; null where one alone is judged.</param>
    /// <param name="policy">The rules.</param>
    /// <param name="limited">The side that is held against absolute limits.</param>
    public static IReadOnlyList<ScenarioError> Idle(
        ComparedSuite? suite, GatePolicy policy, IReadOnlyList<LimitedCell>? limited = null)
    {
        var ids = (suite?.Metrics.Select(metric => metric.Cell.Id) ?? limited?.Select(one => one.Cell.Id) ?? []).Distinct().Take(8);
        return [.. policy.Rules
            .Where(rule => rule.Line > 0
                && !(rule.IsRelative && suite is not null && GateScope.IsAbout(rule, suite))
                && !(rule.Limit is not null && GateLimits.IsAbout(rule, limited ?? [])))
            .Select(rule => new ScenarioError(
                policy.Name, rule.Line, rule.Column, 1, ScenarioErrorCodes.FilterMatchesNothing, $"nothing measured is "
                    + $"{rule.Name}", $"the cells are {string.Join(", ", ids)}"))];
    }

    /// <summary>Judges only what the policy names, as one suite under its alpha and margins, and what failed in its cells.</summary>
    /// <param name="suite">Both sides; null where one alone is judged.</param>
    /// <param name="policy">The rules.</param>
    /// <param name="limited">The side that is held against absolute limits.</param>
    /// <param name="side">What a side that is judged alone is called.</param>
    public static GateReport Decide(
        ComparedSuite? suite, GatePolicy policy, IReadOnlyList<LimitedCell>? limited = null, string side = "")
    {
        var relative = policy.Relative;
        var scope = suite is null || relative.Rules.Count == 0 ? null : GateScope.Of(suite, relative);
        var report = scope is null
            ? Alone(suite, policy, side)
            : SuiteJudge.Judge(scope.Suite, new ComparisonRule { Alpha = policy.Alpha }, scope.Margins);
        var findings = report.Metrics.Select(metric => Finding(metric, scope!.RuleOf(metric))).ToList();
        var limits = GateLimits.Judge(policy, limited ?? []);
        var outcome = Outcome(findings, report.Gaps, limits);
        return new GateReport
        {
            Policy = policy.Name,
            Outcome = outcome,
            Findings = findings,
            Limits = limits,
            Sentences =
            [
                Headline(outcome, findings, report.Gaps, limits),
                .. limits.Where(limit => limit.Outcome != GateOutcome.Passed).Select(limit => limit.Objective.Sentence),
                .. findings.Where(finding => finding.Outcome != GateOutcome.Passed
                    && finding.Metric.Verdict != ComparisonVerdict.Worse
                    && !IsMissing(finding, report.Gaps)).Select(finding => finding.Metric.Sentence),
                .. Untold(report.Gaps).Select(gap => gap.Sentence),
            ],
            Comparison = report,
        };
    }

    // Nothing is compared, so nothing is missing of a comparison.
    private static ComparisonReport Alone(ComparedSuite? suite, GatePolicy policy, string side) => new()
    {
        BaseLabel = suite?.BaseLabel ?? "",
        NewLabel = suite?.NewLabel ?? side,
        Scenario = suite?.Scenario ?? "",
        Paired = suite?.Paired ?? false,
        FingerprintDifferences = suite?.FingerprintDifferences ?? [],
        Alpha = policy.Alpha,
        Margin = new ComparisonRule().Margin,
        Metrics = [],
        Notes = suite?.Notes ?? [],
    };

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

    private static GateOutcome Outcome(
        List<GateFinding> findings, IReadOnlyList<ComparisonGap> gaps, IReadOnlyList<LimitFinding> limits) =>
        findings.Any(finding => finding.Outcome == GateOutcome.Slower) || Any(limits, GateOutcome.Slower) ? GateOutcome.Slower
        : gaps.Any(gap => gap.Kind == GapKind.NotMeasured) || Any(limits, GateOutcome.NotMeasured) ? GateOutcome.NotMeasured
        : gaps.Any(gap => gap.Kind == GapKind.NotJudged)
            || findings.Any(finding => finding.Outcome == GateOutcome.Inconclusive)
            || Any(limits, GateOutcome.Inconclusive) ? GateOutcome.Inconclusive
        : GateOutcome.Passed;

    private static bool Any(IReadOnlyList<LimitFinding> limits, GateOutcome outcome) => limits.Any(limit => limit.Outcome == outcome);

    private static string Headline(
        GateOutcome outcome, List<GateFinding> findings, IReadOnlyList<ComparisonGap> gaps, IReadOnlyList<LimitFinding> limits)
    {
        var kept = LimitsText(limits);
        if (findings.Count == 0 && limits.Count > 0 && gaps.All(gap => gap.Kind == GapKind.Remark))
        {
            return outcome switch
            {
                GateOutcome.Slower => $"The gate failed: {kept}.",
                GateOutcome.NotMeasured => $"The gate did not pass: {kept}.",
                GateOutcome.Inconclusive => $"The gate is undecided: {kept}.",
                _ => $"The gate passed: {kept}.",
            };
        }

        var undecided = findings.Count(finding => finding.Metric.Verdict == ComparisonVerdict.Inconclusive);
        var strict = findings.Count(finding => finding.Outcome == GateOutcome.Inconclusive);
        var (slower, worse) = (Count(findings, ComparisonVerdict.Slower), Count(findings, ComparisonVerdict.Worse));
        string[] parts =
        [
            outcome switch
            {
                GateOutcome.Slower when slower == 0 && worse == 0 => $"The gate failed: {kept}.",
                GateOutcome.Slower when slower == 0 => $"The gate failed: {worse} of {findings.Count} metrics show more failures.",
                GateOutcome.Slower => $"The gate failed: {slower} of {findings.Count} metrics are "
                    + $"slower{(worse > 0 ? $", and {worse} show more failures" : "")}.",
                GateOutcome.NotMeasured => "The gate did not pass: it cannot judge what was not measured.",
                GateOutcome.Inconclusive when strict > 0 =>
                    $"The gate is undecided: {strict} of {findings.Count} metrics are inconclusive where the policy is strict.",
                GateOutcome.Inconclusive => "The gate is undecided.",
                _ => $"The gate passed: none of {findings.Count} metrics is slower{(undecided > 0 ? $", {undecided} inconclusive" : "")}.",
            },
            limits.Count > 0 && !(outcome == GateOutcome.Slower && slower + worse == 0) ? $"Of its limits {kept}." : "",
            ComparisonHeadline.Worse([.. findings.Select(finding => finding.Metric)]),
            ComparisonHeadline.Problems(gaps),
            ComparisonHeadline.Remarks(gaps),
        ];
        return string.Join(' ', parts.Where(part => part.Length > 0));
    }

    // For example "1 of 3 limits is missed, and of 1 nobody can tell".
    private static string LimitsText(IReadOnlyList<LimitFinding> limits)
    {
        var missed = limits.Count(limit => limit.Objective.Outcome == ObjectiveOutcome.Missed);
        var unknown = limits.Count(limit => limit.Objective.Outcome == ObjectiveOutcome.CannotTell);
        var first = missed > 0 ? $"{missed} of {limits.Count} limits {(missed == 1 ? "is" : "are")} missed"
            : unknown == 0 ? $"all of {Plural.Of(limits.Count, "limit")} met"
            : $"none of {Plural.Of(limits.Count, "limit")} is missed";
        return unknown == 0 ? first : $"{first}, and of {unknown} nobody can tell";
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
