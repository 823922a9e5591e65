using System.IO.Enumeration;
using ProtoBench.Scenarios;

namespace ProtoBench.Comparisons.Gates;

/// <summary>Applies a policy to two measured sides. Pure.</summary>
internal static class GateDecision
{
    /// <summary>Rules that no metric fits: almost always a misspelt glob, and a gate that guards nothing.</summary>
    public static IReadOnlyList<ScenarioError> Idle(ComparedSuite suite, GatePolicy policy)
    {
        var ids = suite.Metrics.Select(metric => metric.Cell.Id).Distinct().Take(8);
        return [.. policy.Rules
            .Where(rule => rule.Line > 0 && !suite.Metrics.Any(metric => Fits(rule, metric)))
            .Select(rule => new ScenarioError(
                policy.Name, rule.Line, rule.Column, 1, ScenarioErrorCodes.FilterMatchesNothing, $"nothing measured is {rule.Name}", $"the cells are {string.Join(", ", ids)}"))];
    }

    /// <summary>Judges only the metrics the policy names, as one suite under its alpha and margins.</summary>
    public static GateReport Decide(ComparedSuite suite, GatePolicy policy)
    {
        var asked = suite.Metrics.Select(metric => (Metric: metric, Rule: policy.Rules.FirstOrDefault(rule => Fits(rule, metric))))
            .Where(pair => pair.Rule is not null)
            .ToList();
        var report = SuiteJudge.Judge(
            suite with { Metrics = [.. asked.Select(pair => pair.Metric)] },
            new ComparisonRule { Alpha = policy.Alpha },
            [.. asked.Select(pair => pair.Rule!.Margin)]);
        var findings = report.Metrics.Zip(asked, (metric, pair) => new GateFinding
        {
            Metric = metric,
            Rule = pair.Rule!.Name,
            Line = pair.Rule.Line,
            Outcome = Outcome(metric, pair.Rule),
        }).ToList();
        var outcome = findings.Count == 0 ? GateOutcome.Passed
            : findings.Any(finding => finding.Outcome == GateOutcome.Slower) ? GateOutcome.Slower
            : findings.Max(finding => finding.Outcome);
        return new GateReport
        {
            Policy = policy.Name,
            Outcome = outcome,
            Findings = findings,
            Sentences = [Headline(outcome, findings), .. findings.Where(finding => finding.Outcome != GateOutcome.Passed).Select(finding => finding.Metric.Sentence)],
            Comparison = report,
        };
    }

    private static bool Fits(GateRule rule, ComparedMetric metric) =>
        metric.Metric.Key.Equals(rule.Metric.ToString(), StringComparison.OrdinalIgnoreCase)
        && FileSystemName.MatchesSimpleExpression(rule.Cells, metric.Cell.Id, ignoreCase: false);

    private static GateOutcome Outcome(MetricComparison metric, GateRule rule) => metric.Verdict switch
    {
        ComparisonVerdict.Slower => GateOutcome.Slower,
        ComparisonVerdict.Inconclusive when rule.Inconclusive == InconclusiveMeaning.Fail => GateOutcome.Inconclusive,
        _ => GateOutcome.Passed,
    };

    private static string Headline(GateOutcome outcome, List<GateFinding> findings)
    {
        var undecided = findings.Count(finding => finding.Metric.Verdict == ComparisonVerdict.Inconclusive);
        return outcome switch
        {
            GateOutcome.Slower => $"The gate failed: {findings.Count(finding => finding.Outcome == GateOutcome.Slower)} of {findings.Count} metrics are slower.",
            GateOutcome.Inconclusive => $"The gate is undecided: {findings.Count(finding => finding.Outcome == GateOutcome.Inconclusive)} of {findings.Count} metrics are inconclusive where the policy is strict.",
            _ => $"The gate passed: none of {findings.Count} metrics is slower{(undecided > 0 ? $", {undecided} inconclusive" : "")}.",
        };
    }
}
