using System.IO.Enumeration;
using ProtoBench.Model.Plans;

namespace ProtoBench.Analysis.Comparisons.Gates;

/// <summary>The part of two measured sides that a policy is about.</summary>
internal sealed class GateScope
{
    private readonly GatePolicy _policy;

    private GateScope(GatePolicy policy, ComparedSuite suite, IReadOnlyList<double> margins) =>
        (_policy, Suite, Margins) = (policy, suite, margins);

    /// <summary>Only the metrics that a rule asks for, what failed in their cells, and what is missing of them.</summary>
    public ComparedSuite Suite { get; }

    /// <summary>One a metric of <see cref="Suite"/>.</summary>
    public IReadOnlyList<double> Margins { get; }

    public static GateScope Of(ComparedSuite suite, GatePolicy policy)
    {
        var metrics = suite.Metrics.Where(metric => RuleOf(policy, metric.Cell.Id, metric.Metric.Key) is not null).ToList();
        return new GateScope(
            policy,
            suite with
            {
                Metrics = metrics,
                Failures = [.. suite.Failures.Where(failures => IsGated(policy, failures.Cell.Id) && !IsCovered(policy, failures)).Select(
                    failures => Asked(policy, failures))],
                Gaps = [.. suite.Gaps.Select(gap => Weighed(policy, gap)), .. Guardless(suite, policy)],
            },
            [.. metrics.Select(metric => RuleOf(policy, metric.Cell.Id, metric.Metric.Key)!.Margin)]);
    }

    /// <summary>Does the rule fit anything that was compared, or that should have been?</summary>
    public static bool IsAbout(GateRule rule, ComparedSuite suite) =>
        suite.Metrics.Any(metric => Fits(rule, metric.Cell.Id, metric.Metric.Key))
        || suite.Failures.Any(failures => Fits(rule, failures.Cell.Id, failures.Metric.Key))
        || suite.Gaps.Any(gap => gap.Kind != GapKind.Remark && gap.Cell is { } cell && CouldFit(rule, cell));

    /// <summary>The rule that asked for a row; null for failures that nobody needs to ask for.</summary>
    public GateRule? RuleOf(MetricComparison metric) => RuleOf(_policy, metric.CellId, metric.Metric);

    // Time-outs are failures: the margin of a rule about those is also theirs, unless they have a rule of their own.
    private static bool IsCovered(GatePolicy policy, ComparedFailures failures) => failures.Metric == FailureMetric.TimeOuts
        && RuleOf(policy, failures.Cell.Id, FailureMetric.TimeOuts.Key) is null
        && RuleOf(policy, failures.Cell.Id, FailureMetric.Failures.Key) is not null;

    private static ComparedFailures Asked(GatePolicy policy, ComparedFailures failures) =>
        RuleOf(policy, failures.Cell.Id, failures.Metric.Key) is { } rule ? failures with { Asked = true, Margin = rule.Margin } : failures;

    // What nobody asked about is said and passes.
    private static SuiteGap Weighed(GatePolicy policy, SuiteGap gap)
    {
        var asked = gap.Cell is not { } cell
            || (ComparableMetrics.All.FirstOrDefault(metric => metric.Key == gap.Metric) is { } metric
                ? RuleOf(policy, cell.Id, metric.Key) is not null
                : IsGated(policy, cell.Id));
        return asked || gap.Kind == GapKind.Remark ? gap : gap with { Kind = GapKind.Remark, Reason = $"outside the policy, {gap.Reason}" };
    }

    // A rule that somebody wrote and of which nothing has figures guards nothing, however many others pass.
    private static IEnumerable<SuiteGap> Guardless(ComparedSuite suite, GatePolicy policy)
    {
        foreach (var rule in policy.Rules.Where(rule => rule.Line > 0))
        {
            var metrics = suite.Metrics.Where(metric => RuleOf(policy, metric.Cell.Id, metric.Metric.Key) == rule).ToList();
            var missing = suite.Gaps.Any(gap => gap.Kind != GapKind.Remark && gap.Cell is { } cell && Matches(rule, cell.Id));
            if (metrics.Count > 0 && !missing && metrics.TrueForAll(metric => metric.Withheld is not null))
            {
                yield return new SuiteGap(
                    null, rule.Name, GapKind.NotJudged, $"nothing it names has figures on both sides: {metrics[0].Withheld}");
            }
        }
    }

    private static bool CouldFit(GateRule rule, Cell cell) =>
        Matches(rule, cell.Id) && (GateRule.IsShare(rule.Metric) || ComparableMetrics.Of(cell).Any(metric => metric.Key == rule.MetricKey)
            || ComparableMetrics.IsFurther(rule.MetricKey));

    private static bool IsGated(GatePolicy policy, string cell) => policy.Rules.Any(rule => Matches(rule, cell));

    private static GateRule? RuleOf(GatePolicy policy, string cell, string metric) =>
        policy.Rules.FirstOrDefault(rule => Fits(rule, cell, metric));

    private static bool Fits(GateRule rule, string cell, string metric) => metric == rule.MetricKey && Matches(rule, cell);

    private static bool Matches(GateRule rule, string cell) => FileSystemName.MatchesSimpleExpression(rule.Cells, cell, ignoreCase: false);
}
