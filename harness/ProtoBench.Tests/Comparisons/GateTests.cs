using ProtoBench.Analysis.Comparisons;
using ProtoBench.Analysis.Comparisons.Gates;
using ProtoBench.Model.Scenarios;
using ProtoBench.Reports.Comparisons;
using ProtoBench.Reports.Text;
using ProtoBench.Tests.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Comparisons;

public sealed class GateTests
{
    private const string Policy = """
        alpha: 0.5 %
        inconclusive: fail
        gates:
          - metric: p50
            cells: "echo/tcp/*"
            margin: 7.5 %
            inconclusive: pass
          - { metric: throughput }
        """;

    [Fact]
    public void A_policy_is_read_with_its_defaults()
    {
        var policy = Read(Policy);

        Assert.Equal(0.005, policy.Alpha, 1e-12);
        Assert.Equal(
            [
                new GateRule
                {
                    Metric = GateMetric.P50,
                    Cells = "echo/tcp/*",
                    Margin = 0.075,
                    Inconclusive = InconclusiveMeaning.Pass,
                    Line = 4,
                    Column = 5,
                },
                new GateRule { Metric = GateMetric.Throughput, Inconclusive = InconclusiveMeaning.Fail, Line = 8, Column = 5 },
            ],
            policy.Rules);
    }

    [Fact]
    public void The_policy_of_the_readme_can_be_read()
    {
        var readme = SourceFolder.ReadScenariosFile("README.md");
        var start = readme.IndexOf("```text\nalpha:", StringComparison.Ordinal) + "```text\n".Length;

        var policy = Read(readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)]);

        Assert.Equal(
            [(GateMetric.P50, 0.05), (GateMetric.P99, 0.15), (GateMetric.Failures, 0.005)],
            policy.Rules.Select(rule => (rule.Metric, rule.Margin)));
        Assert.Equal("time-outs of *", Assert.Single(Read("gates: [ { metric: time-outs } ]").Rules).Name);
        Assert.Equal(0.001, Assert.Single(Read("gates: [ { metric: lost } ]").Rules).Margin);
    }

    [Theory]
    [InlineData("gates: []", "gates.yaml:1:8: error PB1104")]
    [InlineData("alpha: 1 %", "gates.yaml:1:1: error PB1101")]
    [InlineData("gates:\n  - metric: p50\n    margin: 5", "gates.yaml:3:13: error PB1207")]
    [InlineData("gates:\n  - metric: p50\n    margin: 0 %", "gates.yaml:3:13: error PB1205")]
    [InlineData("gates:\n  - metric: p98", "gates.yaml:2:13: error PB1204")]
    [InlineData("gates:\n  - metric: p50\n    cell: x", "did you mean 'cells'")]
    [InlineData("- p50", "gates.yaml:1:1: error PB1103")]
    public void What_is_wrong_is_said_with_its_place(string text, string expected)
    {
        var reading = GatePolicyFile.Parse(text, "gates.yaml");

        Assert.False(reading.Succeeded);
        Assert.Contains(expected, ScenarioErrorText.Render(reading.Errors, text), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_an_error_like_any_other()
    {
        var reading = GatePolicyFile.Load("/nowhere/gates.yaml");

        Assert.Contains(reading.Errors, error => error.Code == ScenarioErrorCodes.FileUnreadable);
    }

    [Fact]
    public void Something_slower_fails_the_gate_and_is_named()
    {
        var report = GateDecision.Decide(Compared.Suite(("tcp", 0.2, 0.003), ("unix", 0.0, 0.003)), GatePolicy.BuiltIn);

        Assert.Equal(GateOutcome.Slower, report.Outcome);
        Assert.Equal(2, report.Findings.Count(finding => finding.Outcome == GateOutcome.Slower));
        Assert.Contains(report.Sentences, sentence => sentence.Contains("tcp: p50 is slower", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Sentences, sentence => sentence.Contains("unix", StringComparison.Ordinal));
    }

    [Fact]
    public void The_margin_of_a_rule_decides()
    {
        var suite = Compared.Suite(("tcp", Math.Log(1.10), 0.002));

        Assert.Equal(GateOutcome.Slower, GateDecision.Decide(suite, Read("gates: [{ metric: p50, margin: 5 % }]")).Outcome);
        Assert.Equal(GateOutcome.Passed, GateDecision.Decide(suite, Read("gates: [{ metric: p50, margin: 15 % }]")).Outcome);
    }

    [Fact]
    public void Inconclusive_fails_only_a_strict_policy()
    {
        var suite = Compared.Suite(("tcp", 0.02, 0.1));

        Assert.Equal(GateOutcome.Passed, GateDecision.Decide(suite, Read("gates: [{ metric: p50 }]")).Outcome);
        Assert.Equal(GateOutcome.Inconclusive, GateDecision.Decide(suite, Read("inconclusive: fail\ngates: [{ metric: p50 }]")).Outcome);
    }

    [Fact]
    public void Metrics_nobody_asked_about_neither_fail_nor_count()
    {
        var suite = Compared.Suite(("tcp", 0.2, 0.003), ("unix", 0.0, 0.003));

        var report = GateDecision.Decide(suite, Read("gates: [{ metric: p50, cells: 'echo/unix/*' }]"));

        Assert.Equal(GateOutcome.Passed, report.Outcome);
        Assert.Single(report.Findings);
    }

    [Fact]
    public void A_rule_that_fits_nothing_is_an_error_with_its_line()
    {
        var policy = Read("gates:\n  - { metric: p50 }\n  - { metric: p50, cells: 'ecko/*' }");

        var error = Assert.Single(GateDecision.Idle(Compared.Suite(("tcp", 0, 0.01)), policy));

        Assert.Equal((3, ScenarioErrorCodes.FilterMatchesNothing), (error.Line, error.Code));
    }

    [Fact]
    public void Across_environments_there_are_figures_and_no_verdicts()
    {
        var report = SuiteJudge.Judge(
            Compared.Suite(("tcp", 0.2, 0.003)) with { FingerprintDifferences = ["kernel: 6.1 → 6.18"] }, new ComparisonRule());

        var guarded = EnvironmentGuard.Apply(report);

        Assert.Contains(report.Metrics, metric => metric.Verdict == ComparisonVerdict.Slower);
        Assert.All(guarded.Metrics, metric => Assert.Equal(ComparisonVerdict.Inconclusive, metric.Verdict));
        Assert.Equal(report.Metrics.Select(metric => metric.CostRatio), guarded.Metrics.Select(metric => metric.CostRatio));
        Assert.All(guarded.Metrics, metric => Assert.Equal("not judged", JudgedMetrics.Word(guarded, metric)));
        Assert.All(guarded.Metrics, metric => Assert.Contains("was not judged", metric.Sentence, StringComparison.Ordinal));
        Assert.StartsWith("Not judged: the environments differ", guarded.Headline, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was judged.", guarded.Headline, StringComparison.Ordinal);
        using var text = new StringWriter();
        ComparisonText.Write(guarded, text, new TextPaper(80));
        Assert.DoesNotContain("inconclusive", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_figures_is_not_judged_and_what_could_not_be_told_is_inconclusive()
    {
        var suite = Compared.Suite(("tcp", 0.02, 0.1), ("unix", 0.0, 0.003));
        var report = SuiteJudge.Judge(
            suite with { Metrics = [.. suite.Metrics, suite.Metrics[0] with { Metric = ComparableMetrics.P99, Cost = null }] },
            new ComparisonRule());

        Assert.Equal(
            ["inconclusive", "inconclusive", "not judged", "same", "same"],
            report.Metrics.Select(metric => JudgedMetrics.Word(report, metric)));
        Assert.Contains("2 same, 2 inconclusive, 1 not judged.", report.Headline, StringComparison.Ordinal);
    }

    private static GatePolicy Read(string text)
    {
        var reading = GatePolicyFile.Parse(text, "gates.yaml");
        Assert.True(reading.Succeeded, ScenarioErrorText.Render(reading.Errors, text));
        return reading.Policy!;
    }
}
