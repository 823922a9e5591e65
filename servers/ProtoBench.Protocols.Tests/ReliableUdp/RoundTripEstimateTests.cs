using ProtoBench.Protocols.ReliableUdp;

namespace ProtoBench.Protocols.Tests.ReliableUdp;

/// <summary>The time-out after RFC 6298, with numbers.</summary>
public sealed class RoundTripEstimateTests
{
    private const long Millisecond = 1_000_000;

    [Fact]
    public void Without_a_sample_it_is_200_ms() => Assert.Equal(200 * Millisecond, new RoundTripEstimate().TimeOut);

    /// <summary>2.2: SRTT = R, RTTVAR = R/2, RTO = SRTT + 4 RTTVAR.</summary>
    [Fact]
    public void The_first_sample_gives_three_times_itself()
    {
        var estimate = Of(20);

        Assert.Equal(20 * Millisecond, estimate.Smoothed);
        Assert.Equal(60 * Millisecond, estimate.TimeOut);
    }

    /// <summary>2.3: RTTVAR = 3/4 × 10 + 1/4 × |20 − 28| = 9.5, SRTT = 7/8 × 20 + 1/8 × 28 = 21, RTO = 21 + 38.</summary>
    [Fact]
    public void A_further_sample_counts_an_eighth()
    {
        var estimate = Of(20, 28);

        Assert.Equal(21 * Millisecond, estimate.Smoothed);
        Assert.Equal(59 * Millisecond, estimate.TimeOut);
        Assert.Equal(20 * Millisecond, estimate.Minimum);
    }

    [Fact]
    public void Where_round_trips_do_not_vary_4_ms_are_added()
    {
        var estimate = Of([.. Enumerable.Repeat(20, 100)]);

        Assert.Equal(24 * Millisecond, estimate.TimeOut);
    }

    [Fact]
    public void It_is_never_less_than_10_ms_nor_more_than_a_second()
    {
        Assert.Equal(10 * Millisecond, Of(1, 1, 1, 1, 1, 1, 1, 1).TimeOut);
        Assert.Equal(1_000 * Millisecond, Of(900).TimeOut);
    }

    /// <summary>5.5.</summary>
    [Fact]
    public void It_doubles_each_time_it_passes_up_to_a_second()
    {
        var estimate = Of([.. Enumerable.Repeat(20, 100)]);

        Assert.Equal(
            [24, 48, 96, 192, 384, 768, 1_000, 1_000],
            Enumerable.Range(0, 8).Select(times => estimate.TimeOutAfter(times) / Millisecond));
        Assert.Equal(1_000 * Millisecond, estimate.TimeOutAfter(1_000));
    }

    private static RoundTripEstimate Of(params int[] milliseconds)
    {
        var estimate = new RoundTripEstimate();
        foreach (var sample in milliseconds)
        {
            estimate.Add(sample * Millisecond);
        }

        return estimate;
    }
}
