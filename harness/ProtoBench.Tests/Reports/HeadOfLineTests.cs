using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Reports.Figures;
using Xunit;

namespace ProtoBench.Tests.Reports;

public sealed class HeadOfLineTests
{
    [Fact]
    public void Delayed_exchanges_are_counted_beyond_one_and_a_half_round_trips()
    {
        var cell = Cell(streams: 8, clientAgain: 7, serverAgain: 3);
        var trip = RoundTrip.Of(cell)!.Value;
        cell.Latency!.Record((long)(trip * 1.4 * 1000), 900);
        cell.Latency.Record((long)(trip * 2.1 * 1000), 100);

        var line = HeadOfLine.Of(cell)!;

        Assert.Equal(1000, line.Exchanges);
        Assert.Equal(100, line.Delayed);
        Assert.Equal(10, line.SentAgain);
        Assert.Equal(10, line.PerPacket);
        Assert.Equal(trip * 1.5, line.LimitMicroseconds, 6);
    }

    [Fact]
    public void Without_losses_there_is_no_ratio() => Assert.Null(HeadOfLine.Of(Cell(8, 0, 0))!.PerPacket);

    [Fact]
    public void Cells_without_shared_connections_or_counters_have_none()
    {
        Assert.Null(HeadOfLine.Of(Cell(streams: 1, 7, 3)));
        Assert.Null(HeadOfLine.Of(Cell(streams: 8, null, 3)));
    }

    private static CellSummary Cell(int streams, long? clientAgain, long? serverAgain)
    {
        var run = SyntheticRuns.Links();
        var trial = run.Trials.First(trial => trial.Status == TrialStatus.Succeeded && trial.Link is not null);
        var cell = run.Plan.Cells.First(cell => cell.Id == trial.CellId);
        return new CellSummary
        {
            Cell = cell with { Workload = cell.Workload with { Streams = streams, Fresh = false } },
            State = CellState.Measured,
            Reason = "",
            Planned = 1,
            Succeeded =
            [
                trial with
                {
                    Client = trial.Client! with { Retransmissions = clientAgain },
                    Server = trial.Server! with { Retransmissions = serverAgain },
                },
            ],
            Invalid = 0,
            Failed = 0,
            Figures = new Dictionary<string, Figure>(),
            Notes = [],
            Latency = new LatencyHistogram(),
        };
    }
}
