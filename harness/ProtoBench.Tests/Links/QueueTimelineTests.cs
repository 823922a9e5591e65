using ProtoBench.Links.Engine;
using ProtoBench.Model.Links.Model;
using ProtoBench.Model.Links.Profiles;
using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>What waits in front of a link's rate, by when it does.</summary>
public sealed class QueueTimelineTests
{
    private const long Millisecond = 1_000_000;

    [Fact]
    public void A_burst_that_drains_at_the_rate_is_in_every_slice_what_was_left_of_it()
    {
        // 1 Mbit/s: a packet of 1,250 B every 10 ms. Twenty come at 1 ms, and at 51 ms four have left and the fifth leaves.
        var model = Model(new DirectionProfile { BitsPerSecond = 1e6, Queue = new QueueLimit(100, QueueUnit.Packets) });
        for (var i = 0; i < 20; i++)
        {
            model.Decide(1_250, Millisecond);
        }

        Assert.Equal([(20, 25_000), (16, 20_000), (11, 13_750), (6, 7_500), (1, 1_250), (0, 0)], Slices(model, 299));

        // One more after all have left, two slices later; between them nothing waited.
        model.Decide(1_250, 401 * Millisecond);
        Assert.Equal([(1, 1_250), (0, 0), (0, 0), (0, 0), (1, 1_250)], Slices(model, 430).Skip(4));
    }

    [Fact]
    public void A_packet_longer_than_a_slice_waits_in_all_of_its_slices()
    {
        // 100 kbit/s: 1,250 B take 100 ms.
        var model = Model(new DirectionProfile { BitsPerSecond = 1e5, Queue = new QueueLimit(100, QueueUnit.Packets) });
        model.Decide(1_250, 10 * Millisecond);
        model.Decide(1_250, 20 * Millisecond);

        Assert.Equal([2, 2, 2, 1, 1, 0], Slices(model, 299).Select(slice => slice.Packets));
    }

    [Fact]
    public void What_was_dropped_did_not_wait_and_a_direction_without_a_rate_has_no_queue()
    {
        var model = Model(new DirectionProfile { BitsPerSecond = 1e6, Queue = new QueueLimit(3, QueueUnit.Packets) });
        for (var i = 0; i < 9; i++)
        {
            model.Decide(1_250, Millisecond);
        }

        Assert.Equal(3, Slices(model, 20).Max(slice => slice.Packets));
        Assert.Equal(model.PeakQueuePackets, Slices(model, 20).Max(slice => slice.Packets));
        Assert.Null(Model(new DirectionProfile { Delay = TimeSpan.FromMilliseconds(1) }).QueueOverTime(0));
    }

    [Fact]
    public void A_link_of_hours_keeps_its_highest_queues_in_the_memory_it_began_with()
    {
        var timeline = new QueueTimeline();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var minute = 0; minute < 180; minute++)
        {
            timeline.Held(0, 0, minute * 60_000 * Millisecond);
            timeline.Held(minute + 1, 1_000 * (minute + 1), ((minute * 60_000) + 10) * Millisecond);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allocation.Context);
        var told = timeline.Between(0, long.MaxValue).ToList();
        Assert.InRange(told.Count, 1, QueueTimeline.Slices);
        Assert.Equal(Enumerable.Range(1, 180), told.Where(slice => slice.Packets > 0).Select(slice => slice.Packets));
        Assert.All(told, slice => Assert.Equal(64 * QueueTimeline.ShortestSlice, slice.To - slice.From));
        Assert.Equal(180_000, told[^1].Bytes);
    }

    [Fact]
    public void A_window_has_the_slices_that_touch_it_of_the_ways_in_which_packets_waited()
    {
        var (up, down) = (new QueueTimeline(), new QueueTimeline());
        up.Held(1, 1_500, 10_000 * Millisecond);
        for (var slice = 0; slice < 100; slice++)
        {
            down.Held(slice, 1_500 * slice, (50 * (slice + 1) * Millisecond) - 1);
            down.Held(0, 0, 50 * (slice + 1) * Millisecond);
        }

        const long Origin = 7_000 * Millisecond;
        var window = new LinkWindow(Origin + (1_020 * Millisecond), 0.2);
        var queues = LinkQueues.Of(direction => direction == LinkDirection.Up ? up : down, Origin, window);

        var series = Assert.Single(queues);
        Assert.Equal(("down", 0.05), (series.Side, series.SliceSeconds));
        Assert.Equal([-0.02, 0.03, 0.08, 0.13, 0.18], series.Seconds);
        Assert.Equal([20, 21, 22, 23, 24], series.Packets);
        Assert.Equal([30_000, 31_500, 33_000, 34_500, 36_000], series.Bytes);
        Assert.Empty(LinkQueues.Of(_ => null, Origin, window));
    }

    [Fact]
    public void A_long_window_is_told_in_as_many_slices_as_are_kept()
    {
        var down = new QueueTimeline();
        down.Held(5, 7_500, 20_000 * Millisecond);
        down.Held(9, 13_500, 20_010 * Millisecond);
        down.Held(2, 3_000, 30_000 * Millisecond);

        var series = Assert.Single(LinkQueues.Of(direction => direction == LinkDirection.Down ? down : null, 0, new LinkWindow(0, 30)));
        Assert.Equal((200, 0.15), (series.Seconds.Count, series.SliceSeconds));
        Assert.Equal([5, 9, 2], series.Packets.Distinct());
    }

    private static LinkModel Model(DirectionProfile down) => new(
        new LinkProfile { Name = "t", Title = "t", Source = "t", Down = down }, LinkDirection.Down, seed: 1);

    private static List<(int Packets, int Bytes)> Slices(LinkModel model, long milliseconds) =>
    [
        .. model.QueueOverTime(milliseconds * Millisecond)!.Between(0, milliseconds * Millisecond)
            .Select(one => (one.Packets, one.Bytes)),
    ];
}
