using ProtoBench.Load;
using ProtoBench.Measurements;
using ProtoBench.Statistics;
using Xunit;

namespace ProtoBench.Tests.Statistics;

public sealed class OrderStatisticIntervalTests
{
    [Theory]
    [InlineData(0.9, 35, 36)]
    [InlineData(0.99, 367, 368)]
    [InlineData(0.999, 3_687, 3_688)]
    [InlineData(0.9999, 36_886, 36_887)]
    public void An_upper_end_exists_from_ln_0_025_divided_by_ln_q_samples_on(double quantile, long tooFew, long enough)
    {
        Assert.Null(OrderStatisticInterval.Of(Uniform(tooFew), quantile).High);
        Assert.NotNull(OrderStatisticInterval.Of(Uniform(enough), quantile).High);
    }

    [Fact]
    public void Few_samples_have_no_lower_end_of_a_low_percentile() => Assert.Null(OrderStatisticInterval.Of(Uniform(10), 0.1).Low);

    [Fact]
    public void The_ranks_are_the_binomial_ones()
    {
        // qbinom(c(.025, .975), 100, .5) in R gives 40 and 60.
        Assert.Equal((40, 61), OrderStatisticInterval.Ranks(100, 0.5, 0.95));
    }

    [Fact]
    public void The_ends_are_the_samples_of_those_ranks()
    {
        // Below 2,048 ns every value has a counter of its own.
        var interval = OrderStatisticInterval.Of(Uniform(100), 0.5);

        Assert.Equal((40, 61), (interval.Low, interval.High));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public void At_least_ninety_five_of_a_hundred_intervals_hold_the_true_percentile_of_independent_samples(double quantile)
    {
        const int Repeats = 1_000;
        var random = new SeededRandom(8);
        // Exponential with mean 1 ms.
        var truth = -Math.Log(1 - quantile) * 1e6;

        var hits = Enumerable.Range(0, Repeats).Count(_ =>
        {
            var histogram = new LatencyHistogram();
            for (var i = 0; i < 2_000; i++)
            {
                histogram.Record((long)(-Math.Log(random.NextPositive()) * 1e6));
            }

            var interval = OrderStatisticInterval.Of(histogram, quantile);
            return interval.Low <= truth && interval.High >= truth;
        });

        // Discrete ranks make it at least 95 %; three standard errors below, and far from always.
        Assert.InRange(hits / (double)Repeats, 0.95 - (3 * Math.Sqrt(0.95 * 0.05 / Repeats)), 0.985);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Ends_of_the_distribution_are_refused(double quantile) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => OrderStatisticInterval.Of(Uniform(10), quantile));

    private static LatencyHistogram Uniform(long count)
    {
        var histogram = new LatencyHistogram();
        for (var value = 1L; value <= count; value++)
        {
            histogram.Record(value);
        }

        return histogram;
    }
}
