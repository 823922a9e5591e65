using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Reports.Text;
using ProtoBench.Tests.Plans;
using ProtoBench.Tests.Trials;
using ProtoBench.Trials.Runs;
using Xunit;

namespace ProtoBench.Tests.Reports;

public sealed class EarlyEndTests
{
    private static readonly Scenario Three = PlanCase.Scenario(
        [new Workload { Name = "echo" }], [PlanCase.Closed(1)], "tcp", "http1", "http2")
        with
    { Design = TrialDesign.Interleaved, Margin = 0.1, Trials = 6 };

    [Fact]
    public void Arms_that_are_told_from_all_others_are_not_wanted_any_more()
    {
        var trials = Rounds(3, ("tcp", [20, 21, 19]), ("http1", [60, 61, 62]), ("http2", [60, 66, 57]));

        Assert.Equal(["http1", "http2"], Wanted(trials));
        Assert.Null(EarlyEnding.Of(Run(trials), 4, TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public void Equal_arms_are_not_wanted_when_their_ratio_is_known_within_the_margin()
    {
        var trials = Rounds(4, ("tcp", [20, 21, 19, 20]), ("http1", [60, 61, 62, 60]), ("http2", [60.2, 60.9, 62.1, 59.8]));

        Assert.Empty(Wanted(trials));
        var ending = EarlyEnding.Of(Run(trials), 5, TimeSpan.Zero, TimeSpan.Zero);
        Assert.Equal(
            "ended after 4 trials of up to 6: every pair of arms is told apart or known within 10 %", ending?.Sentence);
        Assert.Equal((RunEndingReason.Decided, 18), (ending!.Reason, ending.Planned));
    }

    [Fact]
    public void A_run_whose_decided_arms_needed_fewer_trials_was_not_interrupted()
    {
        // Three rounds of all, and three more of the two that are not told apart.
        double[] one = [60, 61, 62, 60, 75, 50], other = [60, 66, 57, 75, 50, 64];
        var trials = Rounds(6, ("tcp", [20, 21, 19, 20, 20, 20]), ("http1", one), ("http2", other))
            .Where(trial => trial.Repetition <= 3 || !trial.CellId.Contains("/tcp/", StringComparison.Ordinal)).ToList();

        var ending = EarlyEnding.AtTheEnd(Run(trials));
        Assert.Equal("ended after 6 trials; 2 arms would have needed more, others fewer", ending?.Sentence);
        Assert.Equal((RunEndingReason.Spent, 18), (ending!.Reason, ending.Planned));

        var summary = RunSummary.Of(Run(trials).EndedBy(ending));
        Assert.Equal(0, summary.Missing);
        Assert.DoesNotContain(RunText.Warnings(summary), warning => warning.Contains("interrupted", StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_that_had_every_trial_of_its_plan_needs_no_word()
    {
        var trials = Rounds(6, ("tcp", [20, 21, 19, 20, 20, 20]), ("http1", [60, 61, 62, 60, 75, 50]), ("http2", [60, 66, 57, 75, 50, 64]));

        Assert.Null(EarlyEnding.AtTheEnd(Run(trials)));
    }

    [Fact]
    public void Nobody_looks_before_the_third_trial()
    {
        var trials = Rounds(2, ("tcp", [20, 20]), ("http1", [60, 60]), ("http2", [90, 90]));

        Assert.Equal(3, EarlyEnding.Wanted(PlanOf(Three), 3, trials).Count);
        Assert.Null(EarlyEnding.Of(Run(trials), 3, TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public void Without_a_margin_all_trials_are_run()
    {
        var trials = Rounds(3, ("tcp", [20, 20, 20]), ("http1", [60, 60, 60]), ("http2", [90, 90, 90]));

        Assert.Equal(3, EarlyEnd.Wanted(Three with { Margin = null }, PlanOf(Three).Cells, trials).Count);
        Assert.Equal((1, 0.05), (EarlyEnd.Looks(Three with { Margin = null }), EarlyEnd.AlphaOf(Three with { Margin = null })));
        Assert.Equal((4, 0.0125), (EarlyEnd.Looks(Three), EarlyEnd.AlphaOf(Three)));
    }

    [Fact]
    public void A_cell_that_never_succeeds_keeps_nobody_waiting()
    {
        var trials = Rounds(3, ("tcp", [20, 21, 19]), ("http1", [60, 61, 62]), ("http2", [60, 66, 57]))
            .Select(trial => trial.CellId.Contains("http2", StringComparison.Ordinal)
                ? trial with { Status = TrialStatus.Failed }
                : trial).ToList();

        Assert.Empty(Wanted(trials));
    }

    [Fact]
    public void The_budget_ends_a_run_before_a_repetition_that_would_not_fit()
    {
        var trials = Rounds(3, ("tcp", [20, 21, 19]), ("http1", [60, 61, 62]), ("http2", [60, 66, 57]));
        var run = Run(trials, Three with { Budget = TimeSpan.FromSeconds(60) });

        Assert.Null(EarlyEnding.Of(run, 4, TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(15)));
        var ending = EarlyEnding.Of(run, 4, TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(15.1));
        Assert.Equal(
            "ended after 3 trials of up to 6: another would not have ended within the budget of 60 s; 2 arms would have needed more",
            ending?.Sentence);
    }

    [Fact]
    public void The_first_repetition_is_measured_however_short_the_budget_and_one_that_was_begun_is_carried_through()
    {
        var run = Run([], Three with { Budget = TimeSpan.FromSeconds(1) });
        var begun = Run(Rounds(1, ("tcp", [20])), Three with { Budget = TimeSpan.FromSeconds(1) });

        Assert.Null(EarlyEnding.Of(run, 1, TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
        Assert.Null(EarlyEnding.Of(begun, 1, TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
        Assert.NotNull(EarlyEnding.Of(begun, 2, TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
    }

    [Fact]
    public void What_a_run_that_ended_by_itself_did_not_need_is_not_missing()
    {
        var run = Run(Rounds(3, ("tcp", [20, 21, 19]), ("http1", [60, 61, 62]), ("http2", [60, 66, 57])));

        var summary = RunSummary.Of(run.EndedBy(new RunEnding(RunEndingReason.Decided, "ended", run.Plan.Trials.Count)));

        Assert.Equal(0, summary.Missing);
        Assert.Equal(9, RunSummary.Of(run).Missing);
        Assert.All(summary.Cells, cell => Assert.Equal("3 of 3", cell.TrialsText));
    }

    [Fact]
    public void Levels_that_drift_together_do_not_hide_a_ratio()
    {
        var run = Run(Rounds(3, ("tcp", [20, 30, 45]), ("http1", [40, 61, 89]), ("http2", [60, 92, 134])));

        var ranking = Ranking.Of(Metrics.P50, RunSummary.Of(run).Cells);

        Assert.Equal(["tcp", "http1", "http2"], ranking.Arms.Select(arm => arm.Cell.Arm));
        Assert.Equal([true, false, false], ranking.Arms.Select(arm => arm.AmongBest));
        Assert.InRange(ranking.Arms[1].RatioLow!.Value, 1.8, 2);
        Assert.InRange(ranking.Arms[1].RatioHigh!.Value, 2, 2.2);
    }

    private static List<string> Wanted(IReadOnlyList<TrialResult> trials) =>
        [.. EarlyEnd.Wanted(Three, PlanOf(Three).Cells, trials).Select(id => id.Split('/')[1]).Order(StringComparer.Ordinal)];

    private static Plan PlanOf(Scenario scenario) => TrialPlans.Of(scenario);

    private static RunResult Run(IReadOnlyList<TrialResult> trials, Scenario? scenario = null)
    {
        var invented = new SyntheticRun(Three with { Trials = 1 }).Result();
        return invented with { Plan = PlanOf(scenario ?? Three), Trials = trials };
    }

    private static List<TrialResult> Rounds(int rounds, params (string Arm, double[] P50)[] arms) =>
    [
        .. from round in Enumerable.Range(1, rounds)
           from arm in arms
           let planned = PlanOf(Three).Trials.Single(
               trial => trial.Repetition == round && trial.CellId.Contains($"/{arm.Arm}/", StringComparison.Ordinal))
           select new TrialResult
           {
               Number = planned.Number,
               CellId = planned.CellId,
               Repetition = round,
               Round = planned.Round,
               Status = TrialStatus.Succeeded,
               Started = DateTimeOffset.UnixEpoch,
               Seconds = 1,
               Measurement = new Measurement
               {
                   WindowSeconds = 1,
                   WindowStartNanoseconds = 0,
                   WarmUp = new WarmUpOutcome(1, true),
                   Outcomes = new OutcomeCounts { Completed = 1000 },
                   AchievedRate = 1e6 / arm.P50[round - 1],
               },
               ResponseMicroseconds = Latency(arm.P50[round - 1]),
           },
    ];

    private static LatencySummary Latency(double p50)
    {
        var histogram = new LatencyHistogram();
        for (var i = 0; i < 1000; i++)
        {
            histogram.Record((long)(p50 * 1000));
        }

        return LatencySummaries.Of(histogram)!;
    }
}
