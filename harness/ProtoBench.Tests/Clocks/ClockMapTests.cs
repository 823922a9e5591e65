using ProtoBench.Model.Clocks;
using Xunit;

namespace ProtoBench.Tests.Clocks;

public sealed class ClockMapTests
{
    // A child whose clock is ahead of its parent's by so much.
    private const long Ahead = 100_000_000_000_000;

    [Fact]
    public void A_symmetric_path_gives_the_difference_itself()
    {
        var map = ClockMap.Of([Reading(sent: 1_000, there: 40, back: 40)]);

        Assert.Equal(new ClockMap(-Ahead, 40), map);
        Assert.Equal(1_500, map.Read(Ahead + 1_500));
        Assert.Equal(Ahead + 1_500, map.Inverted().Read(1_500));
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(200, 0)]
    [InlineData(1, 199)]
    [InlineData(70, 131)]
    public void However_unlike_the_two_ways_are_the_error_stays_below_the_bound(long there, long back)
    {
        var map = ClockMap.Of([Reading(sent: 5_000, there, back)]);

        Assert.Equal((there + back + 1) / 2, map.BoundNanoseconds);
        Assert.InRange(Math.Abs(map.Nanoseconds + Ahead), 0, map.BoundNanoseconds);
    }

    [Fact]
    public void The_shortest_round_trip_counts()
    {
        var map = ClockMap.Of([Reading(0, 900, 10), Reading(2_000, 30, 20), Reading(4_000, 25, 400)]);

        Assert.Equal(25, map.BoundNanoseconds);
        Assert.Equal(-5, map.Nanoseconds + Ahead);
    }

    [Fact]
    public void Without_a_reading_or_with_one_that_ends_before_it_began_there_is_no_map()
    {
        Assert.Throws<ArgumentException>(() => ClockMap.Of([]));
        Assert.Throws<ArgumentException>(() => ClockMap.Of([new ClockReading(10, 5, 9)]));
    }

    [Fact]
    public void From_one_child_to_another_the_differences_and_the_bounds_add_up()
    {
        var (client, server) = (new ClockMap(-300, 7), new ClockMap(1_000, 20));

        var onClient = server.Then(client.Inverted());

        Assert.Equal(new ClockMap(1_300, 27), onClient);
        Assert.Equal(client.Read(onClient.Read(50)), server.Read(50));
    }

    [Fact]
    public void Clocks_that_drift_widen_the_bound_until_both_readings_fit_in()
    {
        // 20 µs in ten seconds, as between two crystals that differ by 2 ppm.
        var (before, after) = (new ClockMap(1_000_000, 3_000), new ClockMap(1_020_000, 5_000));

        var over = before.Until(after);

        Assert.Equal(new ClockMap(1_011_000, 14_000), over);
        Assert.Equal(25_000, over.BoundOf(before.Nanoseconds));
        Assert.Equal(before, before.Until(before));
        Assert.Equal(before.Until(after), after.Until(before));
    }

    [Fact]
    public void A_clock_that_was_stepped_meanwhile_is_known_to_within_the_step()
    {
        const long Hour = 3_600_000_000_000;
        var over = new ClockMap(0, 10).Until(new ClockMap(Hour, 10));

        Assert.Equal((Hour / 2) + 10, over.BoundNanoseconds);
        Assert.Equal(Hour + 10, over.BoundOf(0));
    }

    [Fact]
    public void Processes_that_share_a_clock_are_exact()
    {
        var clocks = TrialClocks.Of(ClockMap.Shared, ClockMap.Shared, ClockMap.Shared);

        Assert.Equal((0, 0), (clocks.OneWayBoundNanoseconds, ClockMap.Shared.Until(ClockMap.Shared).BoundNanoseconds));
        Assert.Equal(17, ClockMap.Shared.Read(17));
    }

    [Fact]
    public void What_the_client_read_with_the_difference_before_is_held_against_all_that_was_known_after()
    {
        // Before: 1000 ± 10; after: 1040 ± 10, so the truth lay somewhere between 990 and 1050.
        var server = new ClockMap(1_000, 10).Until(new ClockMap(1_040, 10));

        Assert.Equal(50, TrialClocks.Of(new ClockMap(1_000, 10), ClockMap.Shared, server).OneWayBoundNanoseconds);
    }

    private static ClockReading Reading(long sent, long there, long back) => new(sent, sent + there + Ahead, sent + there + back);
}
