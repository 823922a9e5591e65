using ProtoBench.Links.Engine;
using Xunit;

namespace ProtoBench.Tests.Links;

public sealed class LatenessHistogramTests
{
    [Fact]
    public void Quantiles_are_within_one_step_above_the_exact_ones()
    {
        var histogram = new LatenessHistogram();
        for (var i = 1; i <= 100_000; i++)
        {
            histogram.Record(i);
        }

        Assert.Equal(100_000, histogram.Count);
        Assert.InRange(histogram.Quantile(0.5), 50_000, 50_000 * 1.0625);
        Assert.InRange(histogram.Quantile(0.99), 99_000, 100_000);
        Assert.Equal(100_000, histogram.Quantile(1));
        Assert.InRange(histogram.CountAbove(50_000), 50_000 - (50_000 * 0.0625), 50_000);
        Assert.Equal(0, histogram.CountAbove(100_000));
    }

    [Fact]
    public void Early_counts_as_not_late_and_extremes_fit()
    {
        var histogram = new LatenessHistogram();
        histogram.Record(-5);
        Assert.Equal(0, histogram.Maximum);
        histogram.Record(long.MaxValue);
        Assert.Equal(long.MaxValue, histogram.Quantile(1));
        Assert.Equal(0, histogram.Quantile(0.5));
        histogram.Clear();
        Assert.Equal(0, histogram.Count);
    }
}
