using ProtoBench.Model.Links.Model;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Measurements;
using Xunit;

namespace ProtoBench.Tests.Links;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class PacketForwarderTests
{
    private static TimeSpan Limit => Patience.Limit;
    private static readonly TimeSpan Instant = TimeSpan.FromTicks(1);

    [Fact]
    public void A_packet_comes_out_when_its_delay_is_over_and_not_before()
    {
        using var link = new SocketPairLink(new() { Delay = TimeSpan.FromMilliseconds(20) });
        link.Send(1);
        Assert.Empty(link.ReceiveAfter(TimeSpan.FromMilliseconds(20) - Instant));
        Assert.Equal([1], link.ReceiveAfter(Instant));
        Assert.Equal(0, link.Forwarder.Counters.Lateness.Maximum);
    }

    [Fact]
    public void Lateness_is_the_time_between_due_and_release()
    {
        using var link = new SocketPairLink(new() { Delay = TimeSpan.FromMilliseconds(20) });
        link.Send(1);
        link.ReceiveAfter(TimeSpan.FromMilliseconds(21));
        Assert.Equal(1_000_000, link.Forwarder.Counters.Lateness.Maximum);
    }

    [Fact]
    public void What_is_dropped_is_known_by_when_it_came_until_the_link_begins_anew()
    {
        using var link = new SocketPairLink(new() { Loss = new ListedLoss([2, 3]) });
        link.Send(1);
        link.Clock.Now += 75_000_000;
        link.Send(2);
        link.Send(3);
        Assert.Equal(
            [(TimeMarkKind.LinkLoss, 50_000_000L, 100_000_000L, 2)],
            link.Forwarder.DropsOverTime().Told());
        link.Forwarder.Restart(
            new LinkModel(new LinkProfile { Name = "t", Title = "t", Source = "t" }, LinkDirection.Up, 1), link.Clock.Now);
        Assert.Empty(link.Forwarder.DropsOverTime().Told());
    }

    [Fact]
    public void The_opposite_thread_releases_what_is_overdue_and_nothing_else()
    {
        using var link = new SocketPairLink(new() { Delay = TimeSpan.FromMilliseconds(20) });
        link.Send(1);
        link.Clock.Now += 20_025_000;
        link.Forwarder.ReleaseOverdue();
        Assert.Empty(link.Released());
        link.Clock.Now++;
        link.Forwarder.ReleaseOverdue();
        Assert.Equal(1, Assert.Single(link.Released())[^1]);
        Assert.Equal(25_001, link.Forwarder.Counters.Lateness.Maximum);
        link.Forwarder.ReleaseOverdue();
        Assert.Empty(link.Released());
    }

    [Fact]
    public async Task Two_threads_that_release_lose_nothing_and_keep_the_order()
    {
        const int Packets = 20_000;
        const int OnlyTheOther = 100;
        using var link = new SocketPairLink(new() { Delay = TimeSpan.FromMicroseconds(30) });
        using var ending = new CancellationTokenSource();
        var rescued = Task.Run(() =>
        {
            while (!ending.IsCancellationRequested)
            {
                link.Forwarder.ReleaseOverdue();
            }
        });
        var received = new List<int>();
        try
        {
            for (var i = 0; i < Packets; i++)
            {
                var packet = SocketPairLink.Packet(0);
                BitConverter.TryWriteBytes(packet.AsSpan(40), i);
                link.SendOnly(packet);
                link.Forwarder.Turn();

                // Overdue at once, so that the next turn and the other thread want the same packet.
                link.Clock.Now += 100_000;
                if (i % OnlyTheOther == 0)
                {
                    Assert.True(
                        SpinWait.SpinUntil(() => link.Forwarder.NextDue > link.Clock.Now, Limit), "the other thread released nothing");
                }

                received.AddRange(link.Released().Select(frame => BitConverter.ToInt32(frame, 40)));
            }
        }
        finally
        {
            await ending.CancelAsync();
            await rescued;
        }

        // A packet that a turn found in the other's hands is taken only now, and due after its delay.
        received.AddRange(link.ReceiveFrames().Select(frame => BitConverter.ToInt32(frame, 40)));
        link.Clock.Now += 100_000;
        received.AddRange(link.ReceiveFrames().Select(frame => BitConverter.ToInt32(frame, 40)));
        Assert.Equal(Enumerable.Range(0, Packets), received);
        Assert.Equal(Packets, link.Forwarder.Counters.Released);
    }

    [Fact]
    public void The_engine_drops_exactly_the_packets_of_the_seed()
    {
        using var link = new SocketPairLink(new() { Loss = new IndependentLoss(0.01) });
        var received = new List<int>();
        for (var i = 0; i < 1000; i++)
        {
            var packet = SocketPairLink.Packet(0);
            BitConverter.TryWriteBytes(packet.AsSpan(40), i);
            link.SendOnly(packet);
            received.AddRange(link.ReceiveFrames().Select(frame => BitConverter.ToInt32(frame, 40)));
        }

        // The same list as the replay of LossProcessTests.
        Assert.Equal([243, 328, 419, 844, 857], Enumerable.Range(0, 1000).Except(received));
        Assert.Equal(5, link.Forwarder.Counters.Of(PacketFate.Lost));
        Assert.Equal(995, link.Forwarder.Counters.Released);
    }

    [Fact]
    public void A_full_queue_drops_and_the_rest_leaves_at_the_rate()
    {
        // 60 B at 480 kbit/s last 1 ms.
        using var link = new SocketPairLink(new() { BitsPerSecond = 480_000, Queue = new(3, QueueUnit.Packets) });
        for (byte i = 1; i <= 5; i++)
        {
            link.Send(i);
        }

        Assert.Equal(2, link.Forwarder.Counters.Of(PacketFate.QueueFull));
        Assert.Equal([1], link.ReceiveAfter(TimeSpan.FromMilliseconds(1)));
        Assert.Equal([2, 3], link.ReceiveAfter(TimeSpan.FromMilliseconds(2)));
    }

    [Fact]
    public void A_duplicate_follows_its_original()
    {
        using var link = new SocketPairLink(new() { Duplicate = 1 });
        link.Send(1);
        link.Send(2);
        Assert.Equal([1, 1, 2, 2], link.ReceiveAfter(TimeSpan.Zero));
        Assert.Equal(2, link.Forwarder.Counters.Duplicated);
    }

    [Fact]
    public void Corruption_inverts_one_bit_behind_the_header()
    {
        using var link = new SocketPairLink(new() { Corrupt = 1 });
        link.Send(7);
        var frame = Assert.Single(link.ReceiveFrames());
        var original = SocketPairLink.Packet(7);
        var differing = Enumerable.Range(0, 60).Where(i => frame[i] != original[i]).ToList();
        Assert.True(Assert.Single(differing) >= 20);
        Assert.Equal(1, System.Numerics.BitOperations.PopCount((uint)(frame[differing[0]] ^ original[differing[0]])));
    }

    [Fact]
    public void Unordered_jitter_lets_packets_overtake()
    {
        using var link = new SocketPairLink(new()
        {
            Delay = TimeSpan.FromMilliseconds(10),
            Jitter = new(JitterLaw.Uniform, TimeSpan.FromMilliseconds(10)),
            Reorder = true,
        });
        for (byte i = 0; i < 100; i++)
        {
            link.Send(i);
        }

        var received = new List<byte>();
        for (var i = 0; i < 200; i++)
        {
            received.AddRange(link.ReceiveAfter(TimeSpan.FromMicroseconds(100)));
        }

        Assert.Equal(100, received.Count);
        Assert.NotEqual(received.Order(), received);
    }

    [Fact]
    public void Without_memory_packets_wait_in_the_device_instead_of_being_lost()
    {
        using var link = new SocketPairLink(new() { Delay = TimeSpan.FromMilliseconds(1) }, slots: 2);
        for (byte i = 1; i <= 4; i++)
        {
            link.Send(i);
        }

        Assert.Equal([1, 2], link.ReceiveAfter(TimeSpan.FromMilliseconds(1)));
        Assert.Equal([3, 4], link.ReceiveAfter(TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public void The_kernels_own_multicast_takes_no_number_in_the_loss_pattern()
    {
        using var link = new SocketPairLink(new() { Loss = new ListedLoss([1]) });
        var report = SocketPairLink.Packet(9);
        (report[16], report[17], report[18], report[19]) = (224, 0, 0, 22);
        link.SendOnly(report);
        link.Send(1);
        link.Send(2);
        Assert.Equal([2], link.ReceiveAfter(TimeSpan.Zero));
        Assert.Equal((2, 1), (link.Forwarder.Counters.Received, link.Forwarder.Counters.Ignored));
    }

    [Fact]
    public void A_restart_forgets_packets_and_counts_and_begins_the_seed_anew()
    {
        var profile = new DirectionProfile { Loss = new ListedLoss([2]), Delay = TimeSpan.FromMilliseconds(5) };
        using var link = new SocketPairLink(profile);
        link.Send(1);
        link.Forwarder.Restart(
            new LinkModel(new LinkProfile { Name = "t", Title = "t", Source = "t", Up = profile }, LinkDirection.Up, 1), link.Clock.Now);
        Assert.Equal(0, link.Forwarder.Counters.Received);
        link.Send(2);
        link.Send(3);
        link.Send(4);
        Assert.Equal([2, 4], link.ReceiveAfter(TimeSpan.FromMilliseconds(5)));
    }

    [Fact]
    public void Forwarding_allocates_nothing_per_packet()
    {
        using var link = new SocketPairLink(new() { Loss = new IndependentLoss(0.5), BitsPerSecond = 1e9 });
        var packet = SocketPairLink.Packet(1);
        link.SendOnly(packet);
        link.Forwarder.Turn();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 400; i++)
        {
            link.SendOnly(packet);
            link.Forwarder.Turn();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allocation.Context);
    }
}
