using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Reports.Text;
using Xunit;

namespace ProtoBench.Tests.Reports;

public sealed class RunSummaryTests
{
    [Fact]
    public void Invalid_and_failed_trials_are_part_of_no_figure()
    {
        var run = SyntheticRuns.All["concurrency-sweep"].Value;
        foreach (var cell in RunSummary.Of(run).Cells)
        {
            var succeeded = run.Trials.Where(trial => trial.CellId == cell.Cell.Id && trial.Status is TrialStatus.Succeeded)
                .Select(trial => trial.Number)
                .ToList();
            Assert.All(
                cell.Figures.Values.Where(figure => figure.IsShown),
                figure => Assert.Equal(succeeded, figure.Trials.Select(trial => trial.Number)));
            Assert.Equal(succeeded.Sum(number => run.Trials[number - 1].ResponseMicroseconds!.Count), cell.Latency?.Count ?? 0);
        }
    }

    [Fact]
    public void A_percentile_that_one_trial_lacks_is_withheld_with_the_samples_it_needs()
    {
        var run = SyntheticRuns.All["quick"].Value;
        var trials = run.Trials.ToList();
        trials[0] = trials[0] with { ResponseMicroseconds = trials[0].ResponseMicroseconds! with { P999 = null, Count = 8_123 } };
        var cell = RunSummary.Of(run with { Trials = trials }).Cells[0];
        Assert.Equal("needs 10,000 samples per trial, has 8,123", cell.Figures["p99.9"].Withheld);
        Assert.Null(cell[Metrics.P999]);
        Assert.NotNull(cell[Metrics.P99]);
    }

    [Fact]
    public void A_tail_that_one_trial_made_is_said_to_be_that_trials()
    {
        var cell = RunSummary.Of(SyntheticRuns.All["concurrency-sweep"].Value).Cells.Single(
            cell => cell.Cell.Id == "echo/tcp/loopback/closed-16");
        var longest = cell.Figures["p99"].Trials.MaxBy(trial => trial.Value).Number;
        Assert.Contains(
            cell.Notes,
            note =>
                note.StartsWith($"p99 tail dominated by trial {longest} ", StringComparison.Ordinal)
                    || note.StartsWith($"p99.9 tail dominated by trial {longest} ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cost_of_zero_has_a_figure_without_interval_and_no_rank()
    {
        var run = SyntheticRuns.All["quick"].Value;
        var free = run with { Trials = [.. run.Trials.Select(trial => trial with { Server = trial.Server! with { AllocatedBytes = 0 } })] };
        var cell = RunSummary.Of(free).Cells[0];
        Assert.Equal(0, cell[Metrics.ServerAllocated]!.Centre);
        Assert.Null(cell[Metrics.ServerAllocated]!.Low);
        Assert.Empty(Ranking.Of(Metrics.ServerAllocated, RunSummary.Of(free).Cells).Arms);
    }

    [Fact]
    public void Equal_arms_are_not_distinguishable_and_no_arm_is_said_to_win()
    {
        var run = SyntheticRuns.All["quick"].Value;
        var values = new[] { 24.0, 25, 23.5, 24.4, 24.2 };
        var equal = run with
        {
            Trials =
            [
                .. run.Trials.Select(
                    trial => trial with { ResponseMicroseconds = trial.ResponseMicroseconds! with { P50 = values[trial.Repetition - 1] } }),
            ],
        };
        var summary = RunSummary.Of(equal);
        Assert.All(summary.Workloads[0].Loads[0].Rank(Metrics.P50).Arms, arm => Assert.True(arm.AmongBest));
        Assert.Contains("not distinguishable", summary.Verdicts[0].Answer, StringComparison.Ordinal);
        Assert.DoesNotContain("fastest", summary.Verdicts[0].Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Ratios_lie_within_their_intervals_and_best_is_one()
    {
        var ranking = RunSummary.Of(SyntheticRuns.All["quick"].Value).Workloads[0].Loads[0].Rank(Metrics.Throughput);
        Assert.Equal("unix", ranking.Arms[0].Cell.Arm);
        Assert.Equal(1, ranking.Arms[0].Ratio);
        Assert.All(ranking.Arms.Skip(1), arm =>
        {
            Assert.InRange(arm.Ratio, arm.RatioLow!.Value, arm.RatioHigh!.Value);
            Assert.True(arm.Ratio < 1 && arm.Worse > 1);
        });
    }

    [Fact]
    public void An_arm_with_a_single_valid_trial_is_not_ranked()
    {
        var run = SyntheticRuns.All["quick"].Value;
        var single = run with
        {
            Trials =
            [
                .. run.Trials.Select(
                    trial =>
                        trial.CellId == "echo/unix/loopback/closed-1" && trial.Repetition > 1
                            ? trial with { Status = TrialStatus.Invalid, Reasons = ["late"] }
                            : trial),
            ],
        };
        var verdict = RunSummary.Of(single).Verdicts[0];
        Assert.StartsWith("udp answered fastest", verdict.Answer, StringComparison.Ordinal);
        Assert.Contains("unix has a single valid trial, too few to be ranked.", verdict.Rest);
    }

    [Fact]
    public void An_arm_that_did_not_carry_the_offered_rate_is_not_compared_at_it()
    {
        var summary = RunSummary.Of(SyntheticRuns.All["load-curve"].Value);
        var verdict = summary.Verdicts.Single();
        Assert.Equal("echo, 20k/s offered, Poisson", verdict.Scope);
        Assert.Contains("http1, http2 and grpc did not carry this rate.", verdict.Rest);
    }

    [Fact]
    public void An_interrupted_run_says_so_first()
    {
        var summary = RunSummary.Of(SyntheticRuns.All["interrupted"].Value);
        Assert.StartsWith("The run was interrupted: 43 of 130 planned trials ran.", RunText.Warnings(summary)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_plotted_distribution_is_the_sum_of_the_trials_histograms()
    {
        var run = SyntheticRuns.All["quick"].Value;
        var cell = RunSummary.Of(run).Cells[0];
        var sum = new LatencyHistogram();
        foreach (var trial in run.Trials.Where(trial => trial.CellId == cell.Cell.Id))
        {
            sum.Add(HistogramText.Decode(trial.Measurement!.Response!));
        }

        Assert.Equal(sum.Quantiles(0.5, 0.99, 0.999), cell.Latency!.Quantiles(0.5, 0.99, 0.999));
    }
}
