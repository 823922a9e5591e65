using ProtoBench.Analysis.Comparisons;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Tests.Reports;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Comparisons;

public sealed class PairedComparisonTests : IDisposable
{
    private static readonly Plan Plan = TrialPlans.Of(TrialPlans.Echo());

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Throughput_is_the_median_of_slice_ratios_and_not_the_quotient_of_totals()
    {
        // One slice of four stalled on the new side; the other three say 1.1.
        SlicePair[] slices =
            [new(true, 0.1, 1100, 1000), new(false, 0.1, 1100, 1000), new(true, 0.1, 1100, 1000), new(true, 0.1, 1100, 10)];

        var metric = Metric(Run([.. Enumerable.Range(1, 7).Select(number => Pair(number, slices: slices))]), "throughput");

        Assert.Equal(Math.Log(1.1), metric.Cost!.Value.Mean, 1e-12);
    }

    [Fact]
    public void A_slice_in_which_a_side_was_stopped_does_not_cost_the_pair_its_throughput()
    {
        SlicePair[] slices = [
            new(true, 0.02, 220, 200),
            new(false, 0.02, 220, 0),
            new(true, 0.02, 0, 0),
            new(true, 0.02, 0, 200),
            new(true, 0.02, 220, 200),
        ];

        var metric = Metric(Run([.. Enumerable.Range(1, 7).Select(number => Pair(number, slices: slices))]), "throughput");

        Assert.Equal(Math.Log(1.1), metric.Cost!.Value.Mean, 1e-12);
    }

    [Fact]
    public void A_pair_that_was_mostly_stopped_has_no_throughput()
    {
        SlicePair[] slices = [new(true, 0.02, 220, 0), new(false, 0.02, 220, 0), new(true, 0.02, 220, 200)];

        Assert.Null(Metric(Run([.. Enumerable.Range(1, 7).Select(number => Pair(number, slices: slices))]), "throughput").Cost);
    }

    [Fact]
    public void A_percentile_is_compared_pair_by_pair()
    {
        var metric = Metric(Run([.. Enumerable.Range(1, 7).Select(number => Pair(number, p50: (number * 10, number * 12)))]), "p50");

        Assert.Equal(Math.Log(1.2), metric.Cost!.Value.Mean, 1e-12);
        Assert.Equal(0, metric.Cost.Value.ErrorVariance, 1e-20);
    }

    [Fact]
    public void Fresh_pairs_are_kept_apart_from_the_first_stage()
    {
        var pairs = Enumerable.Range(1, 3).Select(number => Pair(number)).Concat(
            Enumerable.Range(4, 6).Select(number => Pair(number, p50: (10, 11)) with { Stage = 2 }));

        var metric = Metric(Run([.. pairs]), "p50");

        Assert.Equal((0, 3), (metric.Cost!.Value.Mean, metric.Cost.Value.Count));
        Assert.Equal(Math.Log(1.1), metric.Fresh!.Value.Mean, 1e-12);
    }

    [Fact]
    public void A_pair_with_one_bad_trial_counts_for_neither_side()
    {
        var bad = Pair(4, p50: (10, 1000));
        bad = bad with { New = bad.New with { Status = TrialStatus.Invalid, Reasons = ["2 of 9 exchanges lost their connection"] } };

        var suite = PairedComparison.Of(Run([Pair(1), Pair(2), Pair(3), bad]));

        Assert.Equal(3, suite.Metrics.Single(metric => metric.Metric.Key == "p50").Base.Count);
        Assert.Contains(suite.Notes, note =>
            note.Contains("1 of 4 pairs", StringComparison.Ordinal) && note.Contains("lost their connection", StringComparison.Ordinal));
    }

    [Fact]
    public void A_percentile_with_too_few_samples_is_withheld_and_says_what_it_needs()
    {
        var report = SuiteJudge.Judge(PairedComparison.Of(Run([Pair(1), Pair(2), Pair(3)])), new ComparisonRule());

        var tail = report.Metrics.Single(metric => metric.Metric == "p99");
        Assert.Equal(ComparisonVerdict.Inconclusive, tail.Verdict);
        Assert.Contains("10000 exchanges", tail.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_appended_is_read_back_and_a_line_cut_off_by_a_kill_is_left_out()
    {
        var run = Run([]);
        var folder = PairFolder.Create(_folder.File("ab"), run);
        folder.Append(Pair(1));
        folder.Append(Pair(2));
        File.AppendAllText(_folder.File("ab/pairs.jsonl"), "{\"number\":3,");
        folder.Append(Pair(4));

        var read = PairFolder.Read(_folder.File("ab"));

        Assert.Equal([1, 2, 4], read.Pairs.Select(pair => pair.Number));
        Assert.Equal(run.Header.Base.Cells[0].Id, read.Header.Base.Cells[0].Id);
        Assert.Equal(Pair(1).Slices, read.Pairs[0].Slices);
        Assert.Throws<IOException>(() => PairFolder.Create(_folder.File("ab"), run));
    }

    public void Dispose() => _folder.Dispose();

    private static ComparedMetric Metric(PairRun run, string key) =>
        PairedComparison.Of(run).Metrics.Single(metric => metric.Metric.Key == key);

    private static PairRun Run(IReadOnlyList<PairResult> pairs) => new()
    {
        Header = new PairHeader
        {
            Id = "ab",
            Started = DateTimeOffset.UnixEpoch,
            Command = "protobench ab",
            Base = new PairSide { Label = "old", Scenario = Plan.Scenario, Cells = Plan.Cells },
            New = new PairSide { Label = "young", Scenario = Plan.Scenario, Cells = Plan.Cells },
            Pairs = 7,
            ConfirmingPairs = 14,
        },
        Fingerprint = SyntheticRun.Machine(),
        Pairs = pairs,
    };

    private static PairResult Pair(int number, (double Base, double New)? p50 = null, IReadOnlyList<SlicePair>? slices = null) => new()
    {
        Number = number,
        CellIndex = 0,
        Repetition = number,
        Stage = 1,
        Base = Trial(number, p50?.Base ?? 10),
        New = Trial(number, p50?.New ?? 10),
        Slices = slices ?? [new SlicePair(true, 0.1, 500, 500)],
    };

    private static TrialResult Trial(int number, double p50) => new()
    {
        Number = number,
        CellId = Plan.Cells[0].Id,
        Repetition = number,
        Status = TrialStatus.Succeeded,
        Started = DateTimeOffset.UnixEpoch,
        Seconds = 1,
        Measurement = new Measurement
        {
            WindowSeconds = 1,
            WindowStartNanoseconds = 0,
            Outcomes = new OutcomeCounts { Completed = 5000 },
            AchievedRate = 5000,
            WarmUp = new WarmUpOutcome(0.1, true),
        },
        ResponseMicroseconds = new LatencySummary { Count = 5000, Minimum = 1, Mean = p50, P50 = p50, P90 = p50, P99 = p50, Maximum = p50 },
    };
}
