using ProtoBench.Load.Workloads.Close;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Measurements;
using Xunit;

namespace ProtoBench.Tests.Trials.Clients;

/// <summary>Connections that several client processes close, or whose server stops for all of them.</summary>
public sealed class DividedCloseTests
{
    /// <summary>The first reading of all has 10 sockets in TIME_WAIT, the last one 310, and both together closed 300 connections.</summary>
    [Fact]
    public void Sockets_are_counted_before_the_first_and_after_the_last_and_shared_by_all_that_closed()
    {
        string[] clients =
        [
            new CloseReadings(200, (At: 50, At(10), At(0)), (At: 900, At(290), At(0))).Encode(),
            new CloseReadings(100, (At: 60, At(14), At(0)), (At: 950, At(310), At(3, closeWait: 2))).Encode(),
        ];
        var figures = CloseReadings.PutTogether(clients, oneMachine: true).Tell(Sum(100, 200, 300)).Figures!;
        Assert.Equal(
            (1, 0.01, 2),
            (figures["close-time-wait-client"], figures["close-time-wait-server"], figures["close-wait"]));
        Assert.Equal(0.2, figures["close-median"], 0.01);

        // Each host has sockets of its own, and the server's nobody has counted.
        Assert.Equal(["close-median"], CloseReadings.PutTogether(clients, oneMachine: false).Tell(Sum(100, 200, 300)).Figures!.Keys);
    }

    [Fact]
    public void What_a_stop_did_adds_up_and_the_middle_client_is_that_of_all()
    {
        var together = DrainReadings.PutTogether(
        [
            new DrainReadings(5_000_000, InTime: true, 2, Told: 2, Answered: 3, Refused: 1, Lost: 0, [1_000, 2_000], [500]),
            new DrainReadings(5_000_000, InTime: true, 2, Told: 1, Answered: 4, Refused: 0, Lost: 2, [90_000], [700]),
        ]);
        var figures = CloseReadings.PutTogether(
            [new CloseReadings(2, default, default, Drain: together).Encode(), new CloseReadings(1, default, default, Drain: together).Encode()],
            oneMachine: true);

        // The middle one of three clients; the mean of both medians would be 45.75 us.
        Assert.Equal(3, figures.Closed);
        var told = DrainFigures.Of(together);
        Assert.Equal((5_000, 2, 0.75, 0), (
            told["close-drain"], told["close-drain-known"], told["close-drain-told"], told["close-drain-overdue"]));
        Assert.Equal((7, 1, 2), (told["close-drain-answered"], told["close-drain-refused"], told["close-drain-lost"]));
        Assert.Equal((14, 4, 6), (figures.Drain!.Answered, figures.Drain.Lost, figures.Drain.Known.Count));
        Assert.Equal([500, 700, 500, 700], figures.Drain.Announced);
    }

    private static SocketCounts At(int timeWait, int closeWait = 0) => new(0, timeWait, closeWait, 0);

    private static Measurement Sum(params long[] nanoseconds)
    {
        var closing = new LatencyHistogram();
        Array.ForEach(nanoseconds, closing.Record);
        return new()
        {
            WindowSeconds = 2,
            WindowStartNanoseconds = 0,
            Outcomes = new OutcomeCounts(),
            Series = [],
            Times = new Dictionary<string, string> { [CloseKind.Closing.Key] = HistogramText.Encode(closing) },
            WarmUp = new WarmUpOutcome(1, true),
        };
    }
}
