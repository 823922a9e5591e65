using ProtoBench.Model.Links.Model;
using ProtoBench.Model.Links.Profiles;
using Xunit;

namespace ProtoBench.Tests.Links;

public sealed class LinkModelTests
{
    private const long Millisecond = 1_000_000;

    [Fact]
    public void A_bare_link_delivers_at_once() =>
        Assert.Equal(new LinkDecision(PacketFate.Delivered, 17, LinkDecision.NoCopy, null), Model(new()).Decide(1500, 17));

    [Fact]
    public void Delay_is_added_to_the_arrival() =>
        Assert.Equal(20 * Millisecond + 5, Model(new() { Delay = TimeSpan.FromMilliseconds(20) }).Decide(100, 5).Release);

    [Fact]
    public void Rate_spaces_packets_by_their_size_and_overhead()
    {
        // 1250 B at 10 Mbit/s are 1 ms.
        var model = Model(new() { BitsPerSecond = 10e6, Delay = TimeSpan.FromMilliseconds(3), OverheadBytes = 38 });
        Assert.Equal([4 * Millisecond, 5 * Millisecond, 6 * Millisecond], Decide(model, 3, 1212, 0).Select(decision => decision.Release));
        // After an idle time the link is free again.
        Assert.Equal(104 * Millisecond, model.Decide(1212, 100 * Millisecond).Release);
    }

    [Fact]
    public void A_rate_whose_packets_last_fractions_of_a_nanosecond_does_not_drift()
    {
        // 1000 B at 3 Gbit/s last 2666.67 ns; a million of them 2.666666667 s.
        var model = Model(new() { BitsPerSecond = 3e9, Queue = new(2_000_000, QueueUnit.Packets) });
        Assert.Equal(2_666_666_666, Decide(model, 1_000_000, 1000, 0).Last().Release, 1.0);
    }

    [Fact]
    public void A_queue_in_packets_drops_the_packet_behind_the_last_place()
    {
        var model = Model(new() { BitsPerSecond = 12e6, Queue = new(3, QueueUnit.Packets) });
        Assert.Equal(
            [PacketFate.Delivered, PacketFate.Delivered, PacketFate.Delivered, PacketFate.QueueFull, PacketFate.QueueFull],
            Decide(model, 5, 1500, 0).Select(decision => decision.Fate));
        // 1500 B at 12 Mbit/s last 1 ms: after that one place is free.
        Assert.Equal(PacketFate.Delivered, model.Decide(1500, Millisecond).Fate);
        Assert.Equal(PacketFate.QueueFull, model.Decide(1500, Millisecond).Fate);
        Assert.Equal(3, model.PeakQueuePackets);
    }

    [Fact]
    public void A_queue_in_bytes_takes_small_packets_where_large_ones_no_longer_fit()
    {
        var model = Model(new() { BitsPerSecond = 12e6, Queue = new(3500, QueueUnit.Bytes) });
        Assert.Equal([1500, 3000], Decide(model, 2, 1500, 0).Select(decision => decision.Release / 1000 * 12 / 8));
        Assert.Equal(PacketFate.QueueFull, model.Decide(501, 0).Fate);
        Assert.Equal(PacketFate.Delivered, model.Decide(500, 0).Fate);
        Assert.Equal(3500, model.PeakQueueBytes);
    }

    [Fact]
    public void A_queue_in_time_or_products_follows_the_rate()
    {
        Assert.Equal(250_000, new QueueLimit(200, QueueUnit.Milliseconds).Bytes(10e6, TimeSpan.Zero));
        Assert.Equal(100_000, new QueueLimit(2, QueueUnit.BandwidthDelayProducts).Bytes(10e6, TimeSpan.FromMilliseconds(40)));
        // Never less than an initial congestion window.
        Assert.Equal(15_000, new QueueLimit(1, QueueUnit.Milliseconds).Bytes(1e6, TimeSpan.Zero));
    }

    [Fact]
    public void Jitter_keeps_the_order_unless_reordering_is_asked_for()
    {
        var jittered =
            new DirectionProfile { Delay = TimeSpan.FromMilliseconds(10), Jitter = new(JitterLaw.Uniform, TimeSpan.FromMilliseconds(5)) };
        Assert.Equal(0, Inversions(jittered));
        Assert.InRange(Inversions(jittered with { Reorder = true }), 3000, 5500);
    }

    [Theory]
    [InlineData(JitterLaw.Uniform, 10.0, 1.155)]
    [InlineData(JitterLaw.Normal, 10.0, 2.0)]
    [InlineData(JitterLaw.Pareto, 12.0, 3.46)]
    public void Jitter_has_the_mean_and_spread_of_its_law(JitterLaw law, double mean, double deviation)
    {
        // Uniform ±2: 2/√3. Normal: 2. Lomax with mean 2 and shape 3: 2·√3.
        var model = Model(new() { Delay = TimeSpan.FromMilliseconds(10), Jitter = new(law, TimeSpan.FromMilliseconds(2)), Reorder = true });
        var delays = Decide(model, 200_000, 100, 0).Select(decision => decision.Release / 1e6).ToList();
        Assert.InRange(delays.Average(), mean - 0.05, mean + 0.05);
        var variance = delays.Average(delay => (delay - mean) * (delay - mean));
        Assert.InRange(Math.Sqrt(variance), deviation * 0.97, deviation * (law == JitterLaw.Pareto ? 1.3 : 1.03));
    }

    [Fact]
    public void Normal_jitter_never_releases_before_the_arrival()
    {
        var model = Model(
            new() { Delay = TimeSpan.FromMilliseconds(1), Jitter = new(JitterLaw.Normal, TimeSpan.FromMilliseconds(5)), Reorder = true });
        Assert.All(Decide(model, 10_000, 100, 1000), decision => Assert.True(decision.Release >= 1000));
    }

    [Fact]
    public void Duplicates_and_corruption_are_those_of_a_replay_of_the_seed()
    {
        var decisions = Decide(Model(new() { Duplicate = 0.01, Corrupt = 0.01 }), 100_000, 100, 0);
        Assert.Equal(968, decisions.Count(decision => decision.CopyRelease != LinkDecision.NoCopy));
        Assert.Equal(1045, decisions.Count(decision => decision.CorruptBit is not null));
    }

    [Fact]
    public void Switching_an_impairment_on_does_not_shift_another()
    {
        var alone = Decide(Model(new() { Loss = new IndependentLoss(0.05) }), 10_000, 100, 0).Select(decision => decision.Fate);
        var together = new DirectionProfile
        {
            Loss = new IndependentLoss(0.05),
            Duplicate = 0.2,
            Corrupt = 0.2,
            Jitter = new(JitterLaw.Pareto, TimeSpan.FromMilliseconds(1)),
        };
        Assert.Equal(alone, Decide(Model(together), 10_000, 100, 0).Select(decision => decision.Fate));
    }

    [Fact]
    public void Blackouts_drop_from_their_beginning_to_before_their_end_and_repeat()
    {
        var model = Model(new()
        {
            Blackouts = [
                new(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(100)),
                new(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(1)),
            ],
        });
        long[] milliseconds = [9, 10, 14, 15, 50, 51, 110, 114, 115, 150];
        Assert.Equal(
            [false, true, true, false, true, false, true, true, false, false],
            milliseconds.Select(at => model.Decide(100, at * Millisecond).Fate == PacketFate.Blackout));
    }

    [Fact]
    public void The_copy_waits_behind_the_original_for_the_rate()
    {
        var decision = Model(new() { Duplicate = 1, BitsPerSecond = 12e6 }).Decide(1500, 0);
        Assert.Equal((Millisecond, 2 * Millisecond), (decision.Release, decision.CopyRelease));
    }

    [Fact]
    public void Directions_have_their_own_figures()
    {
        var profile = new LinkProfile
        {
            Name = "t",
            Title = "t",
            Source = "t",
            Up = new() { Delay = TimeSpan.FromMilliseconds(1) },
            Down = new() { Delay = TimeSpan.FromMilliseconds(2) },
        };
        Assert.Equal(Millisecond, new LinkModel(profile, LinkDirection.Up, 1).Decide(100, 0).Release);
        Assert.Equal(2 * Millisecond, new LinkModel(profile, LinkDirection.Down, 1).Decide(100, 0).Release);
    }

    [Fact]
    public void A_decision_allocates_nothing()
    {
        var model = Model(new()
        {
            Loss = new BurstLoss(0.01, 0.2),
            Jitter = new(JitterLaw.Normal, TimeSpan.FromMilliseconds(1)),
            BitsPerSecond = 1e9,
            Duplicate = 0.01,
            Corrupt = 0.01,
        });
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            model.Decide(1000, i * 10_000L);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allocation.Context);
    }

    private static LinkModel Model(DirectionProfile up) =>
        new(new LinkProfile { Name = "t", Title = "t", Source = "t", Up = up }, LinkDirection.Up, 1);

    private static List<LinkDecision> Decide(LinkModel model, int count, int bytes, long now) =>
        [.. Enumerable.Range(0, count).Select(_ => model.Decide(bytes, now))];

    private static int Inversions(DirectionProfile profile)
    {
        var model = Model(profile);
        var releases = Enumerable.Range(0, 10_000).Select(i => model.Decide(100, i * 25_000L).Release).ToList();
        return Enumerable.Range(1, releases.Count - 1).Count(i => releases[i] < releases[i - 1]);
    }
}
