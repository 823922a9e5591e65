using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Reports.Html;
using ProtoBench.Reports.Text;
using ProtoBench.Trials;
using Xunit;

namespace ProtoBench.Tests.Reports;

/// <summary>What a run took besides warm-up and measurement, as it is told.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class TimeSpentTests
{
    [Fact]
    public void Runs_from_before_it_was_watched_say_nothing_of_it() => Assert.Null(TimeSpent.Sentence(SyntheticRuns.OneArm()));

    [Fact]
    public void The_parts_are_medians_and_warm_up_and_window_are_not_among_them()
    {
        var run = Watched(SyntheticRuns.OneArm());
        var sentence = TimeSpent.Sentence(run)!;

        Assert.StartsWith("Besides warm-up and measurement a trial took ", sentence, StringComparison.Ordinal);
        Assert.Contains("starting 200 ms, connecting 4 ms, settling 15 ms, ", sentence, StringComparison.Ordinal);
        Assert.Contains($"ending 100 ms (medians of {run.Trials.Count} trials)", sentence, StringComparison.Ordinal);
        Assert.EndsWith("; the first measured exchange came 1.4 s after protobench was started.", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_was_taken_up_again_does_not_say_when_its_first_exchange_came()
    {
        var run = Watched(SyntheticRuns.OneArm());
        run = run with { Trials = [.. run.Trials.Skip(1)] };

        Assert.DoesNotContain("first measured exchange", TimeSpent.Sentence(run), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_and_page_tell_it()
    {
        var run = Watched(SyntheticRuns.OneArm());

        Assert.Contains("Besides warm-up and measurement", Rendered.Text(new TextReport(), run), StringComparison.Ordinal);
        Assert.Contains("Time that was not measured", Rendered.Text(new HtmlReport(), run), StringComparison.Ordinal);
    }

    [Fact]
    public void Stages_add_up_and_are_shared_out()
    {
        var stages = new TrialStages();
        Assert.Null(stages.Ended());
        stages.Started();
        stages.Connected();
        Thread.Sleep(20);
        stages.Loaded(ProtoBench.Machine.LoadClock.Now);

        var (whole, half) = (stages.Ended()!, stages.Ended(trials: 2)!);

        Assert.InRange(whole.Load, 0.019, 10);
        Assert.Equal(whole.Load / 2, half.Load, tolerance: 0.001);
        Assert.InRange(whole.UntilWindow, whole.Load - 0.001, 10);
        Assert.InRange(whole.Outside, 0, 10);
    }

    private static TrialTimes? TimesOf(TrialResult trial) => trial.Measurement is not { } measured ? null : new()
    {
        Start = 0.2,
        Connect = 0.004,
        Load = measured.WarmUp.Seconds + measured.WindowSeconds + 0.015,
        End = 0.1,
        UntilWindow = 0.9,
    };

    private static RunResult Watched(RunResult run) => run with
    {
        Launched = run.Trials[0].Started.AddSeconds(-0.5),
        Trials = [.. run.Trials.Select(trial => trial with { Times = TimesOf(trial) })],
    };
}
