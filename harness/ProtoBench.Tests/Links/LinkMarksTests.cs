using ProtoBench.Links.Engine;
using ProtoBench.Model.Links.Model;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Measurements;
using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>What a link did, laid on a trial's window.</summary>
public sealed class LinkMarksTests
{
    private const long Millisecond = 1_000_000;
    private const long Origin = 7_000 * Millisecond;

    [Fact]
    public void Drops_are_told_by_reason_and_way_in_the_slice_of_the_window_they_were_in()
    {
        var (up, down) = (new DropTimeline(), new DropTimeline());
        up.Dropped(PacketFate.Lost, 2_010 * Millisecond);
        up.Dropped(PacketFate.LostInBurst, 2_049 * Millisecond);
        up.Dropped(PacketFate.Listed, 2_050 * Millisecond);
        up.Dropped(PacketFate.Overload, 2_050 * Millisecond);
        down.Dropped(PacketFate.QueueFull, 2_500 * Millisecond);
        down.Damaged(2_520 * Millisecond);
        down.Dropped(PacketFate.Blackout, 2_580 * Millisecond);

        // Before the window, and after it.
        up.Dropped(PacketFate.Lost, 1_900 * Millisecond);
        up.Dropped(PacketFate.Lost, 3_000 * Millisecond);

        Assert.Equal(
            [
                new TimeMark(0, 0.05, TimeMarkKind.LinkLoss, "up", 2),
                new TimeMark(0.05, 0.1, TimeMarkKind.LinkLoss, "up", 1),
                new TimeMark(0.5, 0.55, TimeMarkKind.LinkQueueFull, "down", 1),
                new TimeMark(0.5, 0.55, TimeMarkKind.LinkDamage, "down", 1),
                new TimeMark(0.55, 0.6, TimeMarkKind.LinkOutageLoss, "down", 1),
            ],
            Marks(Profile(new()), direction => direction == LinkDirection.Up ? up : down));
    }

    [Fact]
    public void Outages_and_gaps_of_the_profile_are_told_though_nothing_was_sent()
    {
        var outage = new Blackout(TimeSpan.FromSeconds(1.98), TimeSpan.FromMilliseconds(60), TimeSpan.FromSeconds(0.5));
        var trace = new RateTrace([0, 50, 300, 399, 400]);
        Assert.Equal(
            [
                new TimeMark(0, 0.04, TimeMarkKind.LinkOutage, "up", 40),
                new TimeMark(0.05, 0.3, TimeMarkKind.LinkGap, "up", 250),
                new TimeMark(0.45, 0.7, TimeMarkKind.LinkGap, "up", 250),
                new TimeMark(0.48, 0.54, TimeMarkKind.LinkOutage, "up", 60),
                new TimeMark(0.85, 1, TimeMarkKind.LinkGap, "up", 150),
                new TimeMark(0.98, 1, TimeMarkKind.LinkOutage, "up", 20),
            ],
            Marks(Profile(new DirectionProfile { Blackouts = [outage], Trace = trace }), _ => null));
    }

    [Fact]
    public void What_is_beside_the_slowest_exchange_is_kept_though_it_is_small()
    {
        var up = new DropTimeline();
        for (var slice = 0; slice < 100; slice++)
        {
            for (var packet = 0; packet < (slice == 40 ? 1 : 2); packet++)
            {
                up.Dropped(PacketFate.Lost, ((slice * 50) + 1) * Millisecond);
            }
        }

        IReadOnlyList<TimeMark> Of(double? from, double? to) => LinkMarks.Of(
            Profile(new()), direction => direction == LinkDirection.Up ? up : null, Origin, new LinkWindow(Origin, 5, from, to));
        Assert.Equal(TimeMarks.MostOfAKind, Of(null, null).Count);
        Assert.DoesNotContain(Of(null, null), mark => mark.From == 2);
        var near = Of(2.01, 2.03);
        Assert.Contains(near, mark => (mark.From, mark.Amount) == (2, 1));

        // The twenty largest are the first ones, and of the others the five slices within 0.1 s are added.
        Assert.Equal(TimeMarks.MostOfAKind + 5, near.Count);
    }

    [Fact]
    public void A_link_of_hours_keeps_every_drop_in_the_memory_it_began_with()
    {
        const int Drops = 100_000;
        var timeline = new DropTimeline();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0L; i < Drops; i++)
        {
            timeline.Dropped(PacketFate.QueueFull, i * 36 * Millisecond);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allocation.Context);
        var told = timeline.Told().ToList();
        Assert.Equal(Drops, told.Sum(slice => slice.Packets));
        // An hour in slices of 1.6 s, five times twice as long as at first.
        Assert.All(told, slice => Assert.Equal(32 * DropTimeline.ShortestSlice, slice.To - slice.From));
        timeline.Clear();
        Assert.Empty(timeline.Told());
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 10_000, 11)]
    [InlineData(9_500, 9_510, 1)]
    [InlineData(9_510, 9_900, 0)]
    public void Repeating_outages_are_found_in_any_stretch(int from, int to, int count)
    {
        // From 0.5 s on every second, for as long as 10 ms; and once at 4.2 s.
        DirectionProfile profile = new()
        {
            Blackouts =
            [
                new Blackout(TimeSpan.FromSeconds(0.5), TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(1)),
                new Blackout(TimeSpan.FromSeconds(4.2), TimeSpan.FromMilliseconds(10)),
            ],
        };
        var outages = LinkStandstills.Outages(profile, from * Millisecond, to * Millisecond).ToList();
        Assert.Equal(count, outages.Count);
        var calendar = new BlackoutCalendar(profile.Blackouts);
        Assert.All(outages, time => Assert.True(calendar.Covers(time.From) && calendar.Covers(time.To - 1) && !calendar.Covers(time.To)));
    }

    [Fact]
    public void An_outage_longer_than_its_period_never_ends()
    {
        DirectionProfile profile = new()
        {
            Blackouts = [new Blackout(TimeSpan.Zero, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1))],
        };
        Assert.Equal(
            [(2_500 * Millisecond, 3_000 * Millisecond), (3_000 * Millisecond, 3_500 * Millisecond)],
            LinkStandstills.Outages(profile, 2_500 * Millisecond, 3_500 * Millisecond));
    }

    private static LinkProfile Profile(DirectionProfile up) => new() { Name = "t", Title = "t", Source = "t", Up = up };

    private static IReadOnlyList<TimeMark> Marks(LinkProfile profile, Func<LinkDirection, DropTimeline?> drops) =>
        LinkMarks.Of(profile, drops, Origin, new LinkWindow(Origin + (2_000 * Millisecond), 1));
}
