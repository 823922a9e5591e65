using ProtoBench.Analysis.Comparisons;
using ProtoBench.Analysis.Comparisons.Gates;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Reports.Exports;
using ProtoBench.Tests.Comparisons;
using Xunit;

namespace ProtoBench.Tests.Objectives;

public sealed class GateLimitTests
{
    private static readonly double?[] Around4Ms = [3_900, 4_000, 4_100, 4_050, 4_000];

    [Theory]
    [InlineData("{ metric: p99, limit: 5 ms }", GateOutcome.Passed, "The gate passed: all of 1 limit met.")]
    [InlineData("{ metric: p99, limit: 3 ms }", GateOutcome.Slower, "The gate failed: 1 of 1 limits is missed.")]
    [InlineData("{ metric: p99, limit: 4.05 ms }", GateOutcome.Passed, "none of 1 limit is missed, and of 1 nobody can tell")]
    [InlineData("{ metric: p99, limit: 4.05 ms, inconclusive: fail }", GateOutcome.Inconclusive, "The gate is undecided")]
    [InlineData("{ metric: wire, limit: 1 KiB }", GateOutcome.NotMeasured, "The gate did not pass")]
    public void A_policy_of_limits_alone_judges_one_run(string rule, GateOutcome outcome, string headline)
    {
        var policy = Policy($"gates: [ {rule} ]");

        var report = GateDecision.Decide(null, policy, Side(Around4Ms), "a-run");

        Assert.True(policy.HasOnlyLimits);
        Assert.Equal(outcome, report.Outcome);
        Assert.Contains(headline, report.Sentences[0], StringComparison.Ordinal);
        Assert.Empty(GateDecision.Idle(null, policy, Side(Around4Ms)));
    }

    [Fact]
    public void A_limit_stands_beside_a_margin()
    {
        var suite = Compared.Suite(("tcp", 0, 0.002));
        var cells = suite.Metrics.Select(metric => metric.Cell).DistinctBy(cell => cell.Id)
            .Select(cell => new LimitedCell(cell, [.. Invented.Trials(Around4Ms)])).ToList();

        var missed = GateDecision.Decide(suite, Policy("gates: [ { metric: p99, limit: 3 ms }, { metric: p50, margin: 5 % } ]"), cells);
        var both = GateDecision.Decide(suite, Policy("gates: [ { metric: p50, limit: 1 s, margin: 5 % } ]"), cells);

        Assert.Equal(GateOutcome.Slower, missed.Outcome);
        Assert.Single(missed.Findings);
        Assert.Single(both.Findings);
        Assert.Single(both.Limits);
    }

    [Fact]
    public void What_was_not_measured_or_fits_nothing_does_not_pass()
    {
        var report = GateDecision.Decide(null, Policy("gates: [ { metric: p99, limit: 5 ms } ]"), Side([100, 100]), "a-run");
        var idle = GateDecision.Idle(null, Policy("gates: [ { metric: p99, limit: 5 ms, cells: 'ecko/*' } ]"), Side(Around4Ms));

        Assert.Equal(GateOutcome.NotMeasured, report.Outcome);
        Assert.Equal(ScenarioErrorCodes.FilterMatchesNothing, Assert.Single(idle).Code);
    }

    [Fact]
    public void A_check_of_a_limit_is_red_when_it_is_missed()
    {
        var report = GateDecision.Decide(null, Policy("gates: [ { metric: p99, limit: 3 ms } ]"), Side(Around4Ms), "a-run");

        var check = Assert.Single(CheckSuites.Of(report).Checks);
        Assert.Equal(CheckOutcome.Failed, check.Outcome);
        Assert.Equal(("gates.yaml", 1), (check.File, check.Line));
        Assert.Contains("misses p99 ≤ 3 ms", check.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ metric: p99, limit: 5 % }", "PB1202")]
    [InlineData("{ metric: failures, limit: 5 ms }", "PB1207")]
    [InlineData("{ metric: p99.9 }", "PB1305")]
    [InlineData("{ metric: p99, limit: [ 5 ms ] }", "PB1103")]
    public void A_limit_is_in_the_unit_of_its_metric(string rule, string code) =>
        Assert.Equal(code, Assert.Single(GatePolicyFile.Parse($"gates: [ {rule} ]", "gates.yaml").Errors).Code);

    [Fact]
    public void What_it_costs_is_compared_where_a_policy_asks_for_it()
    {
        Assert.Equal(["server-cpu"], Policy("gates: [ { metric: server-cpu, margin: 5 % }, { metric: p50 } ]").Further);
        Assert.Empty(Policy("gates: [ { metric: server-cpu, limit: 5 us } ]").Further);
        Assert.Contains(ComparableMetrics.Of(Invented.Cell(), new HashSet<string> { "server-cpu" }), metric => metric.Key == "server-cpu");
        Assert.DoesNotContain(ComparableMetrics.Of(Invented.Cell()), metric => metric.Key == "server-cpu");
    }

    private static IReadOnlyList<LimitedCell> Side(IReadOnlyList<double?> p99)
    {
        IReadOnlyList<TrialResult> trials = Invented.Trials(p99);
        return [new LimitedCell(Invented.Cell(), trials)];
    }

    private static GatePolicy Policy(string text)
    {
        var reading = GatePolicyFile.Parse(text, "gates.yaml");
        Assert.True(reading.Succeeded, ScenarioErrorText.Render(reading.Errors, text));
        return reading.Policy;
    }
}
