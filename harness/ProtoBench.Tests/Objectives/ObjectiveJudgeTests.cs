using ProtoBench.Analysis.Objectives;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Objectives;
using ProtoBench.Model.Statistics;
using Xunit;

namespace ProtoBench.Tests.Objectives;

public sealed class ObjectiveJudgeTests
{
    [Theory]
    [InlineData(5_000, ObjectiveOutcome.Met)]
    [InlineData(3_000, ObjectiveOutcome.Missed)]
    [InlineData(4_050, ObjectiveOutcome.CannotTell)]
    public void The_interval_over_trials_decides(double limit, ObjectiveOutcome outcome)
    {
        double?[] p99 = [3_900, 4_000, 4_100, 4_050, 4_000];

        var finding = ObjectiveJudge.Judge(Invented.Cell(), new Objective("p99", limit), Invented.Trials(p99));

        // Student's interval of the logarithms, 4 degrees of freedom: 4,009 µs less or more 2.3 %.
        Assert.Equal(outcome, finding.Outcome);
        Assert.InRange(finding.Low!.Value, 3_900, 3_930);
        Assert.InRange(finding.High!.Value, 4_090, 4_120);
    }

    [Fact]
    public void Too_few_trials_or_samples_are_never_met()
    {
        var cell = Invented.Cell();
        var two = ObjectiveJudge.Judge(cell, new Objective("p99", 1e9), Invented.Trials([100, 100]));
        var short3 = ObjectiveJudge.Judge(cell, new Objective("p99", 1e9), Invented.Trials([null, 100, 100]));
        var none = ObjectiveJudge.Judge(cell, new Objective("p99", 1e9), []);
        var invalid = ObjectiveJudge.Judge(
            cell,
            new Objective("p99", 1e9),
            [.. Invented.Trials([1, 1, 1, 1]).Select(trial => trial with { Status = TrialStatus.Invalid })]);

        Assert.All(
            [two, short3, none, invalid], finding => Assert.True(finding is { Outcome: ObjectiveOutcome.CannotTell, IsUnmeasured: true }));
        Assert.Contains("2 trials, and 3 are needed", two.Sentence, StringComparison.Ordinal);
        Assert.Contains("needs 1,000 samples per trial", short3.Sentence, StringComparison.Ordinal);
        Assert.Contains("0 of 4 trials count", invalid.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 10_000, 0.001, ObjectiveOutcome.Met)]
    [InlineData(0, 100, 0.001, ObjectiveOutcome.CannotTell)]
    [InlineData(100, 10_000, 0.001, ObjectiveOutcome.Missed)]
    [InlineData(10, 10_000, 0.001, ObjectiveOutcome.CannotTell)]
    public void A_share_is_counted_over_all_trials(int failed, int due, double limit, ObjectiveOutcome outcome) => Assert.Equal(
        outcome,
        ObjectiveJudge.Judge(
            Invented.Cell(), new Objective("failures", limit), Invented.Failing(failed, due, failed, failed, failed)).Outcome);

    [Fact]
    public void One_trial_that_failed_whole_decides_nothing()
    {
        var finding = ObjectiveJudge.Judge(
            Invented.Cell(), new Objective("failures", 0.01), Invented.Failing(0, 10_000, 0, 0, 9_000));

        Assert.Equal(ObjectiveOutcome.CannotTell, finding.Outcome);
    }

    [Fact]
    public void A_rate_must_be_at_least_its_limit()
    {
        var trials = Invented.Trials([100, 100, 100]);

        Assert.Equal(
            ObjectiveOutcome.Met, ObjectiveJudge.Judge(Invented.Cell(), new Objective("throughput", 900), trials).Outcome);
        Assert.Equal(
            ObjectiveOutcome.Missed, ObjectiveJudge.Judge(Invented.Cell(), new Objective("throughput", 1_100), trials).Outcome);
    }

    [Fact]
    public void The_exact_interval_is_that_of_the_tables()
    {
        // Rule of three, exactly: 1 − 0.025^(1/n). Clopper and Pearson's interval of 5 in 100 is 1.643 % to 11.284 %.
        Assert.Equal((0, 1 - Math.Pow(0.025, 0.01)), BinomialInterval.Exact(0, 100), Close);
        Assert.Equal((Math.Pow(0.025, 0.01), 1), BinomialInterval.Exact(100, 100), Close);
        Assert.Equal((0.0164319, 0.1128349), BinomialInterval.Exact(5, 100), Close);
    }

    private static bool Close((double Low, double High) a, (double Low, double High) b) =>
        Math.Abs(a.Low - b.Low) < 1e-6 && Math.Abs(a.High - b.High) < 1e-6;
}

/// <summary>Cells and trials with given figures.</summary>
internal static class Invented
{
    public static Cell Cell(string arm = "tcp") => new()
    {
        Id = $"echo/{arm}/loopback/closed-1",
        Workload = new Workload { Name = "echo" },
        Arm = new Arm { Protocol = arm, Label = arm },
        Link = "loopback",
        Load = new LoadPoint { Name = "closed-1" },
        Connections = 1,
    };

    /// <summary>One trial a p99 in microseconds; null: too few samples for one.</summary>
    public static IReadOnlyList<TrialResult> Trials(params IReadOnlyList<double?> p99) =>
        [.. p99.Select((value, i) => Trial(i + 1, Cell(), value, new OutcomeCounts { Completed = 1_000 }))];

    /// <summary>Trials of which each has so many failures.</summary>
    public static IReadOnlyList<TrialResult> Failing(int first, int due, params IReadOnlyList<int> others) =>
        [.. others.Prepend(first).Select((failed, i) => Trial(
            i + 1, Cell(), 100, new OutcomeCounts { Completed = due - failed, TimedOut = failed }))];

    public static TrialResult Trial(int number, Cell cell, double? p99, OutcomeCounts outcomes) => new()
    {
        Number = number,
        CellId = cell.Id,
        Repetition = number,
        Status = TrialStatus.Succeeded,
        Started = DateTimeOffset.UnixEpoch,
        Seconds = 1,
        ResponseMicroseconds = new LatencySummary { Count = 500, Minimum = 1, Mean = 1, P99 = p99, Maximum = 1 },
        Measurement = new Measurement
        {
            WindowSeconds = 1,
            WindowStartNanoseconds = 0,
            Outcomes = outcomes,
            AchievedRate = 1_000,
            WarmUp = new WarmUpOutcome(1, Steady: true),
        },
    };
}
