using ProtoBench.Load.Loops;
using ProtoBench.Load.Workloads.Command;
using ProtoBench.Model.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Load;

/// <summary>What is made of the runs of a program, with numbers.</summary>
public sealed class CommandFiguresTests
{
    private static readonly string[] Interfaces =
    [
        "Inter-|   Receive                                                |  Transmit",
        " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed",
        "    lo: 1000 10 0 0 0 0 0 0 1000 10 0 0 0 0 0 0",
        "  pb0:300000     210    0    0    0     0          0         0    40000     110    0    0    0     0       0          0",
    ];

    [Fact]
    public void The_median_decides_and_processor_time_is_the_mean()
    {
        var figures = CommandFigures.Of([Run(3, 1, 2), Run(1, 3, 2), Run(100, 2, 5)], 700, traffic: null)!;

        Assert.Equal(
            (3_000.0, 2_000_000, 3_000_000, 700),
            (figures["wall-time"], figures["user-time"], figures["system-time"], figures["start-time"]));
        Assert.False(figures.ContainsKey("packets") || figures.ContainsKey(WorkloadFigure.WireBytes));
        Assert.Equal(2_000, CommandFigures.Of([Run(3, 0, 0), Run(1, 0, 0)], 0, null)!["wall-time"]);
        Assert.Null(CommandFigures.Of([], 700, null));
    }

    [Fact]
    public void Runs_that_are_told_apart_have_the_median_of_their_traffic_and_others_share_all_of_it()
    {
        CommandRun[] each = [Run(1, 0, 0, new(100, 3)), Run(1, 0, 0, new(900, 9)), Run(1, 0, 0, new(200, 4))];
        var apart = CommandFigures.Of(each, 0, traffic: null)!;
        var shared = CommandFigures.Of([.. each.Select(run => run with { Traffic = null })], 0, new Traffic(1_200, 15))!;

        Assert.Equal((200, 4), (apart[WorkloadFigure.WireBytes], apart["packets"]));
        Assert.Equal((400, 5), (shared[WorkloadFigure.WireBytes], shared["packets"]));
    }

    [Fact]
    public void Traffic_is_that_of_both_ways_without_loopback() =>
        Assert.Equal(new Traffic(340_000, 320), Traffic.Of(Interfaces));

    [Fact]
    public void An_arrival_that_no_lane_was_free_for_is_taken_before_the_next_one()
    {
        // Ten a second: due at 0, 100 and 200 ms after the origin, none from 250 ms on.
        var arrivals = new CommandArrivals(new ArrivalSchedule(ArrivalLaw.Constant, 10, 1), origin: 1_000_000_000, end: 1_250_000_000);

        Assert.Equal(1_000_000_000, arrivals.Take(1_000_000_000));
        Assert.Equal(0, arrivals.Waiting(1_050_000_000));
        Assert.Equal(2, arrivals.Waiting(1_249_000_000));
        Assert.Equal(1_100_000_000, arrivals.Take(1_249_000_000));
        Assert.Equal(1_200_000_000, arrivals.Take(1_249_000_000));
        Assert.Null(arrivals.Take(1_249_000_000));
        Assert.Equal(2, arrivals.LongestBacklog);
    }

    [Fact]
    public void An_idle_lane_is_told_of_the_arrival_it_has_to_wait_for()
    {
        var arrivals = new CommandArrivals(new ArrivalSchedule(ArrivalLaw.Constant, 10, 1), origin: 0, end: long.MaxValue);
        Assert.Equal([0L, 100_000_000L, 200_000_000L], Enumerable.Range(0, 3).Select(_ => arrivals.Take(0)!.Value));
    }

    private static CommandRun Run(double milliseconds, double user, double system, Traffic? traffic = null) =>
        new((long)(milliseconds * 1e6), user, system, traffic);
}
