using ProtoBench.Model.Links.Model;
using ProtoBench.Model.Links.Profiles;
using Xunit;

namespace ProtoBench.Tests.Links;

public sealed class RateTraceTests
{
    private const long Millisecond = 1_000_000;

    [Fact]
    public void The_mean_rate_counts_fifteen_hundred_bytes_an_opportunity() =>
        Assert.Equal(3 * 12_000 / 0.010, new RateTrace([0, 4, 10]).MeanBitsPerSecond);

    [Fact]
    public void A_full_packet_takes_one_opportunity_and_the_trace_repeats() =>
        Assert.Equal([4, 4, 10, 14, 14], Releases(new RateTrace([4, 4, 10]), 5, 1500));

    [Fact]
    public void Small_packets_share_an_opportunity() =>
        Assert.Equal([5, 5, 10, 10, 15], Releases(new RateTrace([5, 10]), 5, 750));

    [Fact]
    public void Packets_continue_across_opportunities() =>
        // 1000 B each: the second needs 500 B of the next opportunity.
        Assert.Equal([5, 10, 10, 15], Releases(new RateTrace([5, 10]), 4, 1000));

    [Fact]
    public void What_an_idle_link_did_not_use_is_gone()
    {
        var model = Model(new RateTrace([5, 10]));
        Assert.Equal(10 * Millisecond, model.Decide(1500, 7 * Millisecond).Release);
        Assert.Equal(15 * Millisecond, model.Decide(1500, 7 * Millisecond).Release);
        Assert.Equal(1000 * Millisecond, model.Decide(1500, 996 * Millisecond).Release);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(4_000_001, 2)]
    [InlineData(10_000_000, 2)]
    [InlineData(10_000_001, 3)]
    public void The_first_opportunity_at_or_after_a_time_is_found(long nanoseconds, long index) =>
        Assert.Equal(index, new RateTrace([4, 4, 10]).FirstAtOrAfter(nanoseconds));

    [Fact]
    public void Traces_that_stand_still_or_go_back_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new RateTrace([]));
        Assert.Throws<ArgumentException>(() => new RateTrace([0, 0]));
        Assert.Throws<ArgumentException>(() => new RateTrace([5, 4]));
    }

    private static LinkModel Model(RateTrace trace) =>
        new(new LinkProfile { Name = "t", Title = "t", Source = "t", Up = new() { Trace = trace } }, LinkDirection.Up, 1);

    private static IEnumerable<long> Releases(RateTrace trace, int count, int bytes)
    {
        var model = Model(trace);
        return [.. Enumerable.Range(0, count).Select(_ => model.Decide(bytes, 0).Release / Millisecond)];
    }
}
