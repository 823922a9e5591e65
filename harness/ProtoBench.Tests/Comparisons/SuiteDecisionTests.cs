using ProtoBench.Analysis.Comparisons;
using ProtoBench.Analysis.Comparisons.Simulation;
using ProtoBench.Model.Statistics;
using Xunit;

namespace ProtoBench.Tests.Comparisons;

public sealed class SuiteDecisionTests
{
    private static readonly ComparisonRule Rule = new();
    private static readonly ComparisonRule OneStage = Rule with { ConfirmingShare = 0 };

    [Fact]
    public void A_clear_slowdown_is_slower_at_once()
    {
        var decisions = SuiteDecision.FirstStage(Suite(Around(0.1, 0.003)), Rule);

        Assert.Equal(ComparisonVerdict.Slower, decisions[0].Verdict);
        Assert.False(decisions[0].IsSuspect);
        Assert.True(decisions[0].AdjustedP <= Rule.Alpha);
        Assert.All(decisions.Skip(1), decision => Assert.Equal(ComparisonVerdict.Same, decision.Verdict));
    }

    [Fact]
    public void Swapping_the_sides_turns_slower_into_faster_and_nothing_else()
    {
        var forth = Suite(Around(0.1, 0.003), Around(0.02, 0.02));
        var back = forth.Select(metric => metric with { Cost = metric.Cost!.Value with { Mean = -metric.Cost.Value.Mean } }).ToList();

        var (slower, faster) = (SuiteDecision.FirstStage(forth, Rule), SuiteDecision.FirstStage(back, Rule));

        Assert.Equal(ComparisonVerdict.Faster, faster[0].Verdict);
        Assert.All(slower.Zip(faster), pair =>
        {
            Assert.Equal(pair.First.AdjustedP, pair.Second.AdjustedP, 1e-9);
            Assert.Equal(pair.First.Cost!.Value.ErrorVariance, pair.Second.Cost!.Value.ErrorVariance);
            Assert.Equal(pair.First.IsSuspect, pair.Second.IsSuspect);
        });
    }

    [Fact]
    public void The_order_of_metrics_does_not_matter()
    {
        var suite = Suite(Around(0.1, 0.02), Around(0.03, 0.01));

        var straight = SuiteDecision.FirstStage(suite, Rule);
        var reversed = SuiteDecision.FirstStage([.. suite.Reverse()], Rule).Reverse().ToArray();

        Assert.All(straight.Zip(reversed), pair => Assert.Equal(pair.First.Verdict, pair.Second.Verdict));
        Assert.All(straight.Zip(reversed), pair => Assert.Equal(pair.First.AdjustedP, pair.Second.AdjustedP, 1e-12));
    }

    [Fact]
    public void A_significant_change_below_the_margin_is_not_slower() =>
        Assert.Equal(ComparisonVerdict.Same, SuiteDecision.FirstStage(Suite(Around(0.03, 0.001)), Rule)[0].Verdict);

    [Fact]
    public void Noise_is_inconclusive_and_says_what_it_could_have_shown()
    {
        var decision = SuiteDecision.FirstStage([new MetricEstimate("p99", Around(0.02, 0.1), 0.05)], Rule)[0];

        Assert.Equal(ComparisonVerdict.Inconclusive, decision.Verdict);
        Assert.True(decision.Detectable > Math.Log(1.05));
    }

    [Fact]
    public void Two_pairs_decide_nothing()
    {
        var decisions = SuiteDecision.FirstStage(
            [new MetricEstimate("p50", TrimmedMean.Of([0.5, 0.5001]), 0.05), new MetricEstimate("p50", null, 0.05)], Rule);

        Assert.All(decisions, decision => Assert.Equal(ComparisonVerdict.Inconclusive, decision.Verdict));
        Assert.All(decisions, decision => Assert.Null(decision.Cost));
    }

    [Fact]
    public void A_suspect_is_slower_only_when_fresh_pairs_say_so_too()
    {
        var suite = Suite(Around(0.09, 0.035));
        var first = SuiteDecision.FirstStage(suite, Rule);
        Assert.True(first[0].IsSuspect);

        var confirmed = SuiteDecision.SecondStage(suite, first, Fresh(suite, Around(0.095, 0.01)), Rule)[0];
        var denied = SuiteDecision.SecondStage(suite, first, Fresh(suite, Around(0, 0.01)), Rule)[0];

        Assert.Equal((ComparisonVerdict.Slower, 2), (confirmed.Verdict, confirmed.Stage));
        Assert.NotEqual(ComparisonVerdict.Slower, denied.Verdict);
        Assert.Equal(2, denied.Stage);
    }

    [Fact]
    public void Fresh_pairs_of_metrics_that_were_not_suspect_change_nothing()
    {
        var suite = Suite(Around(0.09, 0.035));
        var first = SuiteDecision.FirstStage(suite, Rule);
        var fresh = suite.Select(_ => (MeanEstimate?)Around(0.5, 0.001)).ToList();

        var second = SuiteDecision.SecondStage(suite, first, fresh, Rule);

        Assert.All(Enumerable.Range(1, suite.Count - 1), i => Assert.Same(first[i], second[i]));
    }

    [Fact]
    public void Without_a_second_stage_nothing_is_suspect_and_the_first_has_the_whole_alpha()
    {
        var decisions = SuiteDecision.FirstStage(Suite(Around(0.09, 0.035)), OneStage);

        Assert.DoesNotContain(decisions, decision => decision.IsSuspect);
        Assert.Equal(0.01, OneStage.StageAlpha);
    }

    [Fact]
    public void Runs_of_different_sessions_need_a_larger_difference()
    {
        var near = SuiteDecision.FirstStage([new MetricEstimate("p50", Around(0.08, 0.001), 0.05)], OneStage)[0];
        var far =
            SuiteDecision.FirstStage([new MetricEstimate("p50", Around(0.08, 0.001), 0.05, SessionVariance: 2 * 0.03 * 0.03)], OneStage)[0];

        Assert.Equal(ComparisonVerdict.Slower, near.Verdict);
        Assert.Equal(ComparisonVerdict.Inconclusive, far.Verdict);
    }

    [Fact]
    public void Identical_values_are_the_same_and_not_a_division_by_zero() =>
        Assert.All(
            SuiteDecision.FirstStage(
                [.. Enumerable.Range(0, 6).Select(_ => new MetricEstimate("p50", TrimmedMean.Of([0, 0, 0, 0, 0]), 0.05))], Rule),
            decision => Assert.Equal(ComparisonVerdict.Same, decision.Verdict));

    [Fact]
    public void The_simulation_depends_on_its_seed_and_on_nothing_else()
    {
        var once = SuiteSimulation.Run(NoiseProfile.Noisy, 40, 5, 7, Rule);
        var again = SuiteSimulation.Run(NoiseProfile.Noisy, 40, 5, 7, Rule);
        var other = SuiteSimulation.Run(NoiseProfile.Noisy, 40, 6, 7, Rule);

        Assert.Equal(once.Effects, again.Effects);
        Assert.Equal(once with { Effects = [] }, again with { Effects = [] });
        Assert.NotEqual(once.Suspects, other.Suspects);
    }

    [Fact]
    public void The_rule_keeps_its_promises_on_a_quiet_machine()
    {
        var bars = SelfTestBars.Of(SuiteSimulation.Run(NoiseProfile.Quiet, 300, 1, 7, Rule));

        Assert.All(bars, bar => Assert.True(bar.Holds, bar.Claim));
    }

    [Fact]
    public void The_self_test_sees_a_rule_that_lies()
    {
        // Every difference beyond the margin counts: 5 % at each test, no correction worth its name.
        var careless = Rule with { Alpha = 25, SuspectP = 0.5 };

        Assert.Contains(SelfTestBars.Of(SuiteSimulation.Run(NoiseProfile.Noisy, 100, 1, 7, careless)), bar => bar.IsBroken);
    }

    [Theory]
    [InlineData(25, 2000, 0.01, true, false)] // 1.25 %, where the rule errs in 0.74 % of 40,000
    [InlineData(40, 2000, 0.01, true, true)] // 2 %
    [InlineData(20, 2000, 0.01, true, false)]
    [InlineData(2, 20, 0.01, true, false)]
    [InlineData(1880, 2000, 0.95, false, false)]
    [InlineData(1800, 2000, 0.95, false, true)]
    public void A_promise_is_broken_only_where_chance_cannot_be_the_cause(long count, long of, double limit, bool atMost, bool broken) =>
        Assert.Equal(broken, new SelfTestBar("a promise", count, of, limit, atMost).IsBroken);

    /// <summary>The costs given, and unchanged metrics of the same class up to ten.</summary>
    private static IReadOnlyList<MetricEstimate> Suite(params MeanEstimate[] costs) =>
        [.. Enumerable.Range(0, 10)
            .Select(i => new MetricEstimate("p50", i < costs.Length ? costs[i] : Around(0.001 * i, 0.006 + (0.001 * i)), 0.05))];

    private static MeanEstimate?[] Fresh(IReadOnlyList<MetricEstimate> suite, MeanEstimate cost) =>
        [.. suite.Select((_, i) => i == 0 ? cost : (MeanEstimate?)null)];

    private static MeanEstimate Around(double mean, double error) => new(mean, error * error, 4, 7);
}
