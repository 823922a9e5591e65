using ProtoBench.Analysis.Searches;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Commands;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Objectives;
using ProtoBench.Model.Searches;
using ProtoBench.Tests.Objectives;
using ProtoBench.Tests.Trials;
using ProtoBench.Trials;
using ProtoBench.Trials.Runs;
using Xunit;

namespace ProtoBench.Tests.Searches;

public sealed class SearchTrialTests
{
    private static readonly LoadPoint Load = new()
    {
        Name = "search-p99",
        Loop = LoopKind.Open,
        Rate = 800,
        InFlight = 1,
        Search = new RateSearch(new Objective("p99", 5_000)) { From = 800, To = 2_000 },
    };

    [Theory]
    [InlineData(4_000, 20, 1_000, SearchVerdict.Met, TrialStatus.Succeeded)]
    [InlineData(6_000, 20, 1_000, SearchVerdict.Missed, TrialStatus.Succeeded)]
    [InlineData(9_000_000, 20, 700, SearchVerdict.Missed, TrialStatus.Succeeded)]
    [InlineData(4_000, 3_000, 1_000, SearchVerdict.ClientLimited, TrialStatus.Invalid)]
    public void Not_keeping_up_is_a_miss_and_a_late_client_is_not(
        double p99, double late, double achieved, SearchVerdict verdict, TrialStatus status)
    {
        var judged = SearchTrials.Judge(Searching(1_000), SearchPhase.Confirm, Measured(1, p99, late, achieved));

        Assert.Equal(new SearchTrial(1_000, SearchPhase.Confirm, verdict, p99), judged.Search);
        Assert.Equal(status, judged.Status);
    }

    [Theory]
    [InlineData(4_000, SearchVerdict.Met)]
    [InlineData(6_000, SearchVerdict.Unusable)]
    public void A_queue_of_the_warm_up_is_no_miss_of_the_server(double p99, SearchVerdict verdict)
    {
        var measured = Measured(1, p99, 20, 1_000);
        measured = measured with { Measurement = measured.Measurement! with { BacklogAtStart = 5_000 } };

        Assert.Equal(verdict, SearchTrials.Judge(Searching(1_000), SearchPhase.Confirm, measured).Search!.Verdict);
    }

    [Fact]
    public void A_queue_at_the_start_is_the_rates_own_where_the_warm_ups_was_dropped()
    {
        var measured = Measured(1, 6_000, 20, 1_000);
        measured = measured with { Measurement = measured.Measurement! with { BacklogAtStart = 20, OverdueDropped = 300 } };

        Assert.Equal(SearchVerdict.Missed, SearchTrials.Judge(Searching(1_000), SearchPhase.Confirm, measured).Search!.Verdict);
    }

    [Fact]
    public void A_cell_is_summarised_by_the_fresh_trials_at_its_rate_alone()
    {
        var scenario = TrialPlans.Echo(load: Load, trials: 3);
        var (cell, trials) = (TrialPlans.Of(scenario).Cells[0], new List<TrialResult>());
        while (SearchTrials.Next(TrialPlans.Of(scenario), cell, trials) is { } next)
        {
            var number = trials.Count + 1;
            var p99 = next.Cell.Load.Rate > 1_300 ? 7_000 : 3_000 + number;
            trials.Add(SearchTrials.Judge(
                next.Cell, next.Phase, Measured(number, p99, 20, next.Cell.Load.Rate!.Value) with { CellId = cell.Id }));
        }

        var summary = CellSummaries.Of(scenario, cell, 99, trials);

        Assert.Equal(SearchEnd.Found, summary.Search!.End);
        Assert.Equal((1_241, 3, 3), (summary.Cell.Load.Rate!.Value, summary.Succeeded.Count, summary.Planned));
        Assert.All(summary.Succeeded, trial => Assert.Equal(SearchPhase.Confirm, trial.Search!.Phase));
        Assert.Equal(
            "meets p99 ≤ 5 ms at 1,241/s in 3 of 3 fresh trials, misses it at 1,303/s in 1 of 1",
            CellSearch.Text(cell.Load.Search!, summary.Search));
        Assert.NotNull(SearchTrials.Ending(TrialPlans.Of(scenario), trials));
        Assert.Null(SearchTrials.Ending(TrialPlans.Of(scenario), [.. trials.SkipLast(1)]));
    }

    private static Cell Searching(double rate) => Invented.Cell() with { Load = Load with { Rate = rate } };

    private static TrialResult Measured(int number, double p99, double late, double achieved)
    {
        var pacing = new LatencyHistogram();
        for (var i = 0; i < 2_000; i++)
        {
            pacing.Record((long)(late * 1e3));
        }

        var offered = Math.Max(achieved, 1_000);
        var trial = Invented.Trial(number, Invented.Cell(), p99, new OutcomeCounts { Completed = (long)offered });
        return trial with
        {
            Measurement = trial.Measurement! with
            {
                OfferedRate = offered,
                AchievedRate = achieved,
                PacingLateness = HistogramText.Encode(pacing),
                BacklogAtStart = 0,
                BacklogAtEnd = achieved < offered ? 300 : 0,
                LongestBacklog = 1,
            },
        };
    }
}

/// <summary>For real: over a server that works a millisecond on each exchange of one connection.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class SearchRunTests
{
    [Fact]
    public async Task A_search_ends_near_the_rate_that_the_measured_service_time_allows()
    {
        var scenario = TrialPlans.Echo(duration: TimeSpan.FromSeconds(2.4), trials: 3) with
        {
            Workloads = [new Workload { Name = "echo", ServerWork = TimeSpan.FromMilliseconds(1), Connections = 1 }],
            Loads =
            [
                new LoadPoint
                {
                    Name = "search-p50",
                    Loop = LoopKind.Open,
                    Rate = 500,
                    InFlight = 1,
                    Search = new RateSearch(new Objective("p50", 10_000)) { From = 500, To = 1_200 },
                },
            ],
        };
        using var temporary = new TemporaryFolder();
        var run = new RunResult
        {
            Id = "test",
            Started = DateTimeOffset.UtcNow,
            Command = "",
            Plan = TrialPlans.Of(scenario),
            Fingerprint = FingerprintReader.Read(new RuntimeSettings(), Pinning.Split),
            Trials = [],
        };
        var folder = RunFolder.Create(temporary.File("run"), run);

        var ended = await new RunSession(folder, new PlainProgress(TextWriter.Null), new Recording())
            .RunAsync(run, CancellationToken.None).WaitAsync(Patience.LongLimit);

        var summary = Assert.Single(RunSummary.Of(ended).Cells);
        var text = CellSearch.Text(ended.Plan.Cells[0].Load.Search!, summary.Search!);
        Assert.Equal(ended.Plan.Trials.Count, ended.Trials.Count);

        // A machine that others use has less to give in some trials than in others, and a search can only say what it found.
        var busy = ended.Trials.Any(trial => trial.Machine is { OtherShare: > MachineStates.BusyOtherShare }
            or { StolenShare: > MachineStates.BusyStolenShare });
        if (!busy)
        {
            Assert.True(summary.Search!.End == SearchEnd.Found, text);
            Assert.Equal(RunEndingReason.Found, folder.Read().Ending!.Reason);
        }

        // The one connection is the queue's server: its service is the exchange, a millisecond of work and the way there and back. Arrivals
        // at even distances wait for nothing as long as each is served before the next, and for ever longer beyond; random ones would make
        // the answer of windows this short a matter of chance, and so would a tail that a stall of the machine decides.
        var service = summary.Succeeded.Select(trial => trial.ServiceMicroseconds!.Mean).DefaultIfEmpty(0).Average() / 1e6;
        Assert.InRange((summary.Search!.Confirmed?.Rate ?? 0) * service, busy ? 0 : 0.9, 1.05);
    }
}
