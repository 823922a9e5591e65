using ProtoBench.Analysis.Comparisons;
using ProtoBench.Analysis.Comparisons.Gates;
using ProtoBench.Commands;
using ProtoBench.Model.Results;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Reports;
using Xunit;

namespace ProtoBench.Tests.Comparisons;

/// <summary>Failures, time-outs and lost datagrams are figures that are told and judged.</summary>
public sealed class FailureComparisonTests
{
    [Fact]
    public void Time_outs_where_the_base_has_none_fail_the_gate_and_are_told_first()
    {
        // 2 % in every pair.
        var suite = PairedComparison.Of(InventedPairs.Run(pair => WithTimeOuts(pair, 0, 100)));

        var gate = GateDecision.Decide(suite, GatePolicy.BuiltIn);

        Assert.Equal(GateOutcome.Slower, gate.Outcome);
        Assert.Contains("show more failures", gate.Sentences[0], StringComparison.Ordinal);
        Assert.Contains(
            "tcp: time-outs became worse: 700 of 35000 exchanges of the new side timed out (2.0 %), 0 of 35000 of the base (0 %).",
            gate.Sentences[0],
            StringComparison.Ordinal);
        Assert.Contains("700 of 35000 exchanges", SuiteJudge.Judge(suite, new ComparisonRule()).Headline, StringComparison.Ordinal);
        var notes = suite.Notes.Where(note => note.StartsWith(InventedPairs.Plan.Cells[0].Id, StringComparison.Ordinal)).ToList();
        Assert.EndsWith(
            "700 of 35000 exchanges of the new side timed out (2.0 %), 0 of 35000 of the base (0 %).", notes[0], StringComparison.Ordinal);
        Assert.Contains("the rate was not steady", notes[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gates: [ { metric: p50 } ]")]
    [InlineData("inconclusive: pass\ngates: [ { metric: failures } ]")]
    [InlineData("inconclusive: pass\ngates: [ { metric: p50 }, { metric: time-outs } ]")]
    public void A_few_time_outs_where_the_base_has_none_never_pass_whatever_the_policy(string policy)
    {
        // One burst in one pair is what a stall of the machine looks like, so it is not "worse".
        var suite = PairedComparison.Of(
            InventedPairs.Run(pair => WithTimeOuts(pair, 0, InventedPairs.IsTcp(pair) && pair.Repetition == 3 ? 60 : 0)));

        var gate = GateDecision.Decide(suite, Policy(policy));

        Assert.Equal(GateOutcome.Inconclusive, gate.Outcome);
        Assert.Contains("60 of 35000 exchanges of the new side", gate.Sentences[0], StringComparison.Ordinal);
        Assert.Equal(ExitCode.Inconclusive, CompareCommand.ExitOf(SuiteJudge.Judge(suite, new ComparisonRule())));
    }

    [Fact]
    public void Time_outs_within_a_margin_that_somebody_chose_pass_and_are_still_said()
    {
        var suite = PairedComparison.Of(InventedPairs.Run(pair => WithTimeOuts(pair, 0, InventedPairs.IsTcp(pair) ? 2 : 0)));

        var gate = GateDecision.Decide(suite, Policy("gates: [ { metric: p50 }, { metric: time-outs, margin: 0.5 % } ]"));

        Assert.Equal(GateOutcome.Passed, gate.Outcome);
        Assert.Contains(
            "tcp time-outs: 14 of 35000 exchanges of the new side timed out (0.04 %)", gate.Sentences[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_margin_of_a_rule_is_a_difference_of_shares()
    {
        // 4 % in the base, 6 % on the new side, in every pair a little different.
        var suite = PairedComparison.Of(InventedPairs.Run(pair => WithTimeOuts(pair, 200 + pair.Repetition, 300 - pair.Repetition)));

        Assert.Equal(GateOutcome.Slower, GateDecision.Decide(suite, Policy("gates: [ { metric: failures, margin: 1 % } ]")).Outcome);
        var within = GateDecision.Decide(suite, Policy("gates: [ { metric: failures, margin: 5 % } ]"));
        Assert.Equal(GateOutcome.Passed, within.Outcome);
        Assert.Contains(within.Findings, finding => finding.Metric is { Metric: "failures", Verdict: ComparisonVerdict.Same });
    }

    [Fact]
    public void Swapped_sides_are_better_and_pass_and_are_said()
    {
        var gate = GateDecision.Decide(PairedComparison.Of(InventedPairs.Run(pair => WithTimeOuts(pair, 100, 0))), GatePolicy.BuiltIn);

        Assert.Equal(GateOutcome.Passed, gate.Outcome);
        Assert.Contains(
            "700 of 35000 exchanges of the base timed out (2.0 %), 0 of 35000 of the new side",
            gate.Sentences[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public void Failures_of_trials_that_do_not_count_are_part_of_the_figure()
    {
        // Lost connections make a trial invalid; two such pairs of seven, and the survivors would pass.
        var run = InventedPairs.Run(pair => InventedPairs.IsTcp(pair) && pair.Repetition <= 2
            ? pair with
            {
                New = InventedPairs.TimedOut(pair.New, 50) with
                {
                    Status = TrialStatus.Invalid,
                    Reasons = ["50 of 5000 exchanges lost their connection"],
                }
            }
            : pair);

        var gate = GateDecision.Decide(PairedComparison.Of(run), GatePolicy.BuiltIn);

        Assert.NotEqual(GateOutcome.Passed, gate.Outcome);
        Assert.Contains(gate.Comparison.Metrics, metric => metric is { Metric: "time-outs", New: > 0.002 });
    }

    [Fact]
    public void Nothing_failed_over_too_few_exchanges_is_no_proof_of_a_small_share()
    {
        var suite = PairedComparison.Of(InventedPairs.Run(pair => pair));

        Assert.Equal(GateOutcome.Passed, GateDecision.Decide(suite, Policy("inconclusive: fail\ngates: [ { metric: failures } ]")).Outcome);
        var few =
            suite with { Failures = [.. suite.Failures.Select(failures => failures with { Base = [new(0, 300)], New = [new(0, 300)] })] };
        Assert.Equal(
            GateOutcome.Inconclusive, GateDecision.Decide(few, Policy("inconclusive: fail\ngates: [ { metric: failures } ]")).Outcome);
    }

    [Fact]
    public void Lost_datagrams_of_a_transfer_can_be_gated()
    {
        var run = SyntheticRuns.Bulk();
        var after = run with
        {
            Trials = [.. run.Trials.Select(trial => trial.Measurement is { DatagramsSent: { } sent, DatagramsLost: { } lost }
                ? trial with { Measurement = trial.Measurement with { DatagramsLost = lost + (sent / 5) } }
                : trial)],
        };
        var policy = Policy("gates: [ { metric: lost, margin: 2 % } ]");

        var gate = GateDecision.Decide(StoredRunComparison.Of(run, after), policy);

        Assert.Equal(GateOutcome.Slower, gate.Outcome);
        Assert.Contains(gate.Sentences, sentence => sentence.Contains("datagrams of the new side were lost", StringComparison.Ordinal));
        Assert.Equal(GateOutcome.Passed, GateDecision.Decide(StoredRunComparison.Of(run, run), policy).Outcome);
        Assert.NotEmpty(GateDecision.Idle(StoredRunComparison.Of(SyntheticRuns.Quick(), SyntheticRuns.Quick()), policy));
    }

    [Fact]
    public void Without_failures_a_comparison_has_no_rows_of_them()
    {
        var report = SuiteJudge.Judge(PairedComparison.Of(InventedPairs.Run(pair => pair)), new ComparisonRule());

        Assert.DoesNotContain(report.Metrics, metric => metric.Metric is "failures" or "time-outs" or "lost");
        Assert.Empty(report.Gaps);
    }

    private static PairResult WithTimeOuts(PairResult pair, long before, long after) =>
        pair with { Base = InventedPairs.TimedOut(pair.Base, before), New = InventedPairs.TimedOut(pair.New, after) };

    private static GatePolicy Policy(string text)
    {
        var reading = GatePolicyFile.Parse(text, "gates.yaml");
        Assert.True(reading.Succeeded, ScenarioErrorText.Render(reading.Errors, text));
        return reading.Policy!;
    }
}
