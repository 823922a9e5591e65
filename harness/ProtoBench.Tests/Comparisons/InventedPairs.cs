using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Reports;
using ProtoBench.Tests.Trials;

namespace ProtoBench.Tests.Comparisons;

/// <summary>Interleaved pairs of two cells, tcp and unix, made of numbers.</summary>
internal static class InventedPairs
{
    public static Plan Plan { get; } = TrialPlans.Of(TrialPlans.Echo() with
    {
        Arms = [new Arm { Label = "tcp", Protocol = "tcp" }, new Arm { Label = "unix", Protocol = "unix" }],
    });

    /// <summary>Seven good pairs of each cell, then changed.</summary>
    /// <param name="change">Gets each pair, numbered from 1 within its cell; null leaves it out.</param>
    /// <param name="pairs">Pairs that were planned and are made.</param>
    /// <param name="confirming">Confirming pairs that were planned.</param>
    public static PairRun Run(Func<PairResult, PairResult?> change, int pairs = 7, int confirming = 0) => new()
    {
        Header = new PairHeader
        {
            Id = "ab",
            Started = DateTimeOffset.UnixEpoch,
            Command = "protobench ab",
            Base = new PairSide { Label = "old", Scenario = Plan.Scenario, Cells = Plan.Cells },
            New = new PairSide { Label = "young", Scenario = Plan.Scenario, Cells = Plan.Cells },
            Pairs = pairs,
            ConfirmingPairs = confirming,
        },
        Fingerprint = SyntheticRun.Machine(),
        Pairs = [.. Enumerable.Range(0, 2)
            .SelectMany(cell => Enumerable.Range(1, pairs).Select(number => change(Pair(cell, number))))
            .OfType<PairResult>()],
    };

    public static bool IsTcp(PairResult pair) => pair.CellIndex == 0;

    /// <summary>What the runner makes of a side that does not start.</summary>
    public static PairResult Crashed(PairResult pair, string reason)
    {
        TrialResult Failed(TrialResult trial) =>
            trial with { Status = TrialStatus.Failed, Reasons = [reason], Measurement = null, ResponseMicroseconds = null };
        return pair with { Base = Failed(pair.Base), New = Failed(pair.New), Slices = [] };
    }

    /// <summary>A trial that failed some of its exchanges and counts all the same, as time-outs do.</summary>
    public static TrialResult TimedOut(TrialResult trial, long exchanges) => trial with
    {
        Measurement =
            trial.Measurement! with { Outcomes = trial.Measurement.Outcomes with { TimedOut = exchanges, Completed = 5000 - exchanges } },
    };

    private static PairResult Pair(int cell, int number) => new()
    {
        Number = (cell * 100) + number,
        CellIndex = cell,
        Repetition = number,
        Stage = 1,
        Base = Trial(cell, number),
        New = Trial(cell, number),
        Slices = [new SlicePair(true, 0.1, 500, 500 + (number % 3))],
    };

    private static TrialResult Trial(int cell, int number) => new()
    {
        Number = number,
        CellId = Plan.Cells[cell].Id,
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
            WarmUp = new WarmUpOutcome(0.1, false),
        },
        Notes = ["the rate was not steady after 0.1 s of warm-up"],
        ResponseMicroseconds = new LatencySummary { Count = 5000, Minimum = 1, Mean = 10, P50 = 10, P90 = 10, P99 = 10, Maximum = 10 },
    };
}
