using ProtoBench.Analysis.Comparisons;
using ProtoBench.Analysis.Comparisons.Gates;
using ProtoBench.Commands;
using ProtoBench.Model.Results;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Model.Scenarios;
using ProtoBench.Reports.Exports;
using ProtoBench.Tests.Reports;
using Xunit;

namespace ProtoBench.Tests.Comparisons;

/// <summary>What the base measured and the new side did not never passes, whatever form it takes.</summary>
public sealed class NotMeasuredTests
{
    private static readonly RunResult Base = SyntheticRuns.Quick();

    public static TheoryData<string, string> Losses => new()
    {
        {
            "every trial of a cell failed",
            "http1: the new run failed in 5 of 5 trials, the first time: the server ended with exit code 134"
        },
        { "every trial of a cell is invalid", "http1: 5 of 5 trials of the new run do not count, the first: the client ran late" },
        { "a cell has no trial", "http1: only 0 of 5 planned trials of the new run were run" },
        { "a cell is gone", "http1: the new run has no such cell" },
        { "a cell cannot run any more", "http1: the new run could not run it: no library" },
        { "too few trials count", "http1: the new run failed in 3 of 5 trials" },
        { "one trial failed", "http1: the new run failed in 1 of 5 trials" },
        { "the run was aborted", "only 4 of 5 planned trials of the new run were run" },
        { "the run is empty", "only 0 of 5 planned trials of the new run were run" },
        { "a metric is gone", "http1 p99: the base has it, the new side in 0 of 5 trials: it needs 10000 exchanges" },
        { "other protocols", "the new run has no such cell" },
    };

    [Fact]
    public void Runs_of_which_one_was_measured_in_turns_are_not_compared()
    {
        var inTurns = Base with { Trials = [.. Base.Trials.Select(trial => trial with { Round = trial.Repetition })] };

        var report = SuiteJudge.Judge(StoredRunComparison.Of(Base, inTurns), new ComparisonRule());

        Assert.Empty(report.Metrics);
        Assert.Contains(
            "its trials were measured one after the other in the base run, in turns with other arms in the new one",
            report.Gaps[0].Sentence,
            StringComparison.Ordinal);
        Assert.NotEmpty(SuiteJudge.Judge(StoredRunComparison.Of(inTurns, inTurns), new ComparisonRule()).Metrics);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void A_stored_run_that_lacks_what_the_base_has_never_passes_and_the_headline_says_what(string loss, string words)
    {
        var suite = StoredRunComparison.Of(Base, Lose(Base, loss));
        var compared = SuiteJudge.Judge(suite, new ComparisonRule());
        foreach (var policy in new[]
        {
            GatePolicy.BuiltIn,
            Policy("inconclusive: pass\ngates: [ { metric: p50 }, { metric: p99 } ]"),
            Policy("inconclusive: fail\ngates: [ { metric: p99, margin: 60 % } ]"),
        })
        {
            var gate = GateDecision.Decide(suite, policy);

            Assert.Empty(GateDecision.Idle(suite, policy));
            Assert.Equal(GateOutcome.NotMeasured, gate.Outcome);
            Assert.Contains(words, gate.Sentences[0], StringComparison.Ordinal);
            ShowsNoSuccess(CheckSuites.Of(gate), GitHubSummary.Of(gate), words);
        }

        Assert.Equal(ExitCode.NotMeasured, CompareCommand.ExitOf(compared));
        Assert.Contains(words, compared.Headline, StringComparison.Ordinal);
        Assert.StartsWith("Not measured: ", compared.Headline, StringComparison.Ordinal);
        ShowsNoSuccess(CheckSuites.Of(compared), GitHubSummary.Of(compared), words);
    }

    [Theory]
    [InlineData("new: ", "the new side failed in 7 of 7 pairs, the first time: it ended with exit code 1")]
    [InlineData("base: ", "the base failed in 7 of 7 pairs, the first time: it ended with exit code 1")]
    public void A_side_that_crashed_in_every_pair_is_named_first_and_never_passes(string side, string words)
    {
        // Before it in the plan, tcp lost a pair for another reason.
        var run = InventedPairs.Run(pair => !InventedPairs.IsTcp(pair) ? InventedPairs.Crashed(pair, side + "it ended with exit code 1")
            : pair.Repetition == 2 ? pair with
            {
                New = pair.New with { Status = TrialStatus.Invalid, Reasons = ["2 of 9 exchanges lost their connection"] },
            }
            : pair);

        var gate = GateDecision.Decide(PairedComparison.Of(run), GatePolicy.BuiltIn);

        Assert.Equal(GateOutcome.NotMeasured, gate.Outcome);
        Assert.Contains("Not measured: unix: " + words, gate.Sentences[0], StringComparison.Ordinal);
        Assert.Contains("tcp: 1 of 7 pairs of the new side do not count", gate.Sentences[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_fails_every_exchange_is_not_measured_rather_than_worse()
    {
        var run = InventedPairs.Run(pair => pair with
        {
            New = InventedPairs.TimedOut(pair.New, 5000) with { Status = TrialStatus.Failed, Reasons = ["nothing completed in 1 s"] },
        });

        var report = SuiteJudge.Judge(PairedComparison.Of(run), new ComparisonRule());

        Assert.Equal(ExitCode.NotMeasured, CompareCommand.ExitOf(report));
        Assert.Contains("tcp, unix: the new side failed in 7 of 7 pairs", report.Headline, StringComparison.Ordinal);
        Assert.Contains("Nothing was judged", report.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void Pairs_that_were_planned_and_not_run_never_pass()
    {
        var gate =
            GateDecision.Decide(PairedComparison.Of(InventedPairs.Run(pair => pair.Repetition <= 5 ? pair : null)), GatePolicy.BuiltIn);

        Assert.Equal(GateOutcome.NotMeasured, gate.Outcome);
        Assert.Contains("only 5 of 7 planned pairs were run", gate.Sentences[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_suspicion_that_no_fresh_pairs_cleared_never_passes()
    {
        // 8 % slower with a spread that leaves it suspect; stopped between the stages.
        var run = InventedPairs.Run(
            pair => InventedPairs.IsTcp(pair) ? WithP50(pair, 10 * (1.08 + (0.07 * ((pair.Repetition % 3) - 1)))) : pair, confirming: 14);
        Assert.NotEmpty(SuiteJudge.Suspects(PairedComparison.Of(run), new ComparisonRule()));

        var gate = GateDecision.Decide(PairedComparison.Of(run), Policy("gates: [ { metric: p50, margin: 6 % } ]"));

        Assert.Equal(GateOutcome.NotMeasured, gate.Outcome);
        Assert.Contains("none of the 14 pairs that confirm or clear it were run", gate.Sentences[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_side_that_stood_still_in_most_slices_of_a_pair_has_no_throughput_and_never_passes()
    {
        SlicePair[] slices = [new(true, 0.02, 220, 0), new(false, 0.02, 220, 0), new(true, 0.02, 220, 200)];

        var gate = GateDecision.Decide(
            PairedComparison.Of(InventedPairs.Run(
                pair => InventedPairs.IsTcp(pair) && pair.Repetition <= 3 ? pair with { Slices = slices } : pair)), GatePolicy.BuiltIn);

        Assert.Equal(GateOutcome.NotMeasured, gate.Outcome);
        Assert.Contains(
            "tcp throughput: the base has it, the new side in 4 of 7 trials: the new side stood still",
            gate.Sentences[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_side_that_completed_a_little_less_than_a_percentile_needs_is_still_judged_by_it()
    {
        var suite = StoredRunComparison.Of(Base, Lose(Base, "a metric is nearly gone"));

        Assert.Equal(GateOutcome.Passed, GateDecision.Decide(suite, GatePolicy.BuiltIn).Outcome);
        Assert.All(
            suite.Metrics.Where(metric => metric.Metric.Key == "p99" && metric.Cell.Arm.Label == "http1"),
            metric => Assert.NotNull(metric.Cost));
    }

    [Fact]
    public void What_could_not_have_shown_a_tenfold_slowdown_is_not_judged()
    {
        var suite = Compared.Suite(("tcp", 0.0, 0.003), ("unix", 0.0, 3));

        var gate = GateDecision.Decide(suite, GatePolicy.BuiltIn);
        var report = SuiteJudge.Judge(suite, new ComparisonRule());

        Assert.Equal((GateOutcome.Inconclusive, ExitCode.Inconclusive), (gate.Outcome, CompareCommand.ExitOf(report)));
        Assert.Contains(
            "Not judged: unix throughput, unix p50: with this spread not even a slowdown of 1000 %",
            gate.Sentences[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_of_which_nothing_has_figures_guards_nothing_and_never_passes()
    {
        var suite = PairedComparison.Of(InventedPairs.Run(pair => pair));

        var gate = GateDecision.Decide(suite, Policy("gates: [ { metric: p50 }, { metric: p99 } ]"));

        Assert.Equal(GateOutcome.Passed, GateDecision.Decide(suite, GatePolicy.BuiltIn).Outcome);
        Assert.Equal(GateOutcome.Inconclusive, gate.Outcome);
        Assert.Contains(
            "p99 of *: nothing it names has figures on both sides: it needs 10000 exchanges", gate.Sentences[0], StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_the_new_run_has_is_named_and_passes()
    {
        var suite = StoredRunComparison.Of(Lose(Base, "a cell is gone"), Base);

        var gate = GateDecision.Decide(suite, GatePolicy.BuiltIn);

        Assert.Equal(GateOutcome.Passed, gate.Outcome);
        Assert.Contains("http1: only in the new run, so it was not judged", gate.Sentences[0], StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_policy_does_not_ask_about_is_named_and_passes()
    {
        var suite = StoredRunComparison.Of(Base, Lose(Base, "every trial of a cell failed"));

        var gate = GateDecision.Decide(suite, Policy("gates: [ { metric: p50, cells: 'echo/tcp/*' } ]"));

        Assert.Equal(GateOutcome.Passed, gate.Outcome);
        Assert.Contains("http1: outside the policy, the new run failed in 5 of 5 trials", gate.Sentences[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_about_a_cell_that_is_gone_is_no_misspelt_rule()
    {
        var suite = StoredRunComparison.Of(Base, Lose(Base, "a cell is gone"));
        var policy = Policy("gates: [ { metric: p50, cells: 'echo/http1/*' } ]");

        Assert.Empty(GateDecision.Idle(suite, policy));
        Assert.Equal(GateOutcome.NotMeasured, GateDecision.Decide(suite, policy).Outcome);
    }

    [Fact]
    public void Runs_without_a_cell_are_not_compared()
    {
        var empty = Base with { Plan = Base.Plan with { Cells = [], Trials = [] }, Trials = [] };

        var report = SuiteJudge.Judge(StoredRunComparison.Of(empty, empty), new ComparisonRule());

        Assert.Equal(ExitCode.NotMeasured, CompareCommand.ExitOf(report));
        Assert.Contains("no cell was measured on both sides", report.Headline, StringComparison.Ordinal);
        ShowsNoSuccess(CheckSuites.Of(report), GitHubSummary.Of(report), "no cell was measured");
    }

    [Fact]
    public void Something_slower_keeps_its_exit_code_and_the_headline_has_both()
    {
        var run = InventedPairs.Run(
            pair => InventedPairs.IsTcp(pair) ? WithP50(pair, 15 + (0.01 * pair.Repetition)) : InventedPairs.Crashed(pair, "new: gone"));

        var gate = GateDecision.Decide(PairedComparison.Of(run), GatePolicy.BuiltIn);

        Assert.Equal(GateOutcome.Slower, gate.Outcome);
        Assert.Contains("The gate failed: 2 of", gate.Sentences[0], StringComparison.Ordinal);
        Assert.Contains("unix: the new side failed in 7 of 7 pairs", gate.Sentences[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_was_aborted_or_had_nothing_to_run_is_no_green_test_report()
    {
        var aborted = Base with { Trials = [.. Base.Trials.Take(33)] };
        var empty = Base with { Plan = Base.Plan with { Cells = [], Trials = [] }, Trials = [] };

        Assert.All(new[] { aborted, empty }, run => Assert.NotEqual(0, CheckSuites.Of(run).Count(CheckOutcome.Error)));
    }

    private static void ShowsNoSuccess(CheckSuite suite, string markdown, string words)
    {
        Assert.NotEqual(0, suite.Count(CheckOutcome.Error));
        Assert.Contains("type=\"unmeasured\"", JUnitXml.Of(suite), StringComparison.Ordinal);
        Assert.Contains("unmeasured", GitHubAnnotations.Of(suite), StringComparison.Ordinal);
        Assert.Contains(words.Replace("_", "\\_", StringComparison.Ordinal), markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("passed", markdown.Split('\n')[0], StringComparison.Ordinal);
    }

    private static PairResult WithP50(PairResult pair, double value) => pair with
    {
        New = pair.New with { ResponseMicroseconds = pair.New.ResponseMicroseconds! with { P50 = value, P90 = value } },
    };

    private static RunResult Lose(RunResult run, string what)
    {
        var cell = run.Plan.Cells.Single(cell => cell.Arm.Label == "http1");
        bool IsIt(TrialResult trial) => trial.CellId == cell.Id;
        RunResult With(Func<TrialResult, TrialResult> change) =>
            run with { Trials = [.. run.Trials.Select(trial => IsIt(trial) ? change(trial) : trial)] };
        TrialResult Failed(TrialResult trial) => trial with
        {
            Status = TrialStatus.Failed,
            Measurement = null,
            ResponseMicroseconds = null,
            Reasons = ["the server ended with exit code 134"],
        };
        return what switch
        {
            "every trial of a cell failed" => With(Failed),
            "every trial of a cell is invalid" =>
                With(trial => trial with { Status = TrialStatus.Invalid, Reasons = ["the client ran late"] }),
            "a cell has no trial" => run with { Trials = [.. run.Trials.Where(trial => !IsIt(trial))] },
            "a cell is gone" => run with
            {
                Plan = run.Plan with
                {
                    Cells = [.. run.Plan.Cells.Where(other => other.Id != cell.Id)],
                    Trials = [.. run.Plan.Trials.Where(trial => trial.CellId != cell.Id)],
                },
                Trials = [.. run.Trials.Where(trial => !IsIt(trial))],
            },
            "a cell cannot run any more" => run with
            {
                Plan = run.Plan with
                {
                    Cells = [.. run.Plan.Cells.Select(other => other.Id == cell.Id ? other with { Unsupported = "no library" } : other)],
                },
                Trials = [.. run.Trials.Where(trial => !IsIt(trial))],
            },
            "too few trials count" => With(trial => trial.Repetition <= 3 ? Failed(trial) : trial),
            "one trial failed" => With(trial => trial.Repetition == 4 ? Failed(trial) : trial),
            "the run was aborted" => run with { Trials = [.. run.Trials.SkipLast(1)] },
            "the run is empty" => run with { Trials = [] },
            "a metric is gone" => With(trial => trial with { ResponseMicroseconds = trial.ResponseMicroseconds! with { Count = 4_000 } }),
            "a metric is nearly gone" =>
                With(trial => trial with { ResponseMicroseconds = trial.ResponseMicroseconds! with { Count = 9_000 } }),
            "other protocols" => run with
            {
                Plan = run.Plan with { Cells = [.. run.Plan.Cells.Select(other => other with { Id = other.Id + "-x" })] },
                Trials = [.. run.Trials.Select(trial => trial with { CellId = trial.CellId + "-x" })],
            },
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, "there is no such loss"),
        };
    }

    private static GatePolicy Policy(string text)
    {
        var reading = GatePolicyFile.Parse(text, "gates.yaml");
        Assert.True(reading.Succeeded, ScenarioErrorText.Render(reading.Errors, text));
        return reading.Policy!;
    }
}
