using ProtoBench.Model.Measurements;
using Xunit;

namespace ProtoBench.Tests.Measurements;

public sealed class LatencySummariesTests
{
    [Fact]
    public void Key_figures_are_microseconds()
    {
        var summary = LatencySummaries.Of(LatencyHistogramTests.Of([.. Enumerable.Range(1, 100).Select(i => i * 10L)]))!;

        Assert.Equal((100, 0.01, 0.505, 1.0), (summary.Count, summary.Minimum, summary.Mean, summary.Maximum));
        Assert.Equal((0.5, 0.9), (summary.P50, summary.P90));
        Assert.Null(summary.P99);
    }

    [Fact]
    public void Nothing_recorded_has_no_summary() => Assert.Null(LatencySummaries.Of(new LatencyHistogram()));

    [Theory]
    [InlineData(19, 0)]
    [InlineData(20, 1)]
    [InlineData(99, 1)]
    [InlineData(100, 2)]
    [InlineData(999, 2)]
    [InlineData(1_000, 3)]
    [InlineData(9_999, 3)]
    [InlineData(10_000, 4)]
    [InlineData(99_999, 4)]
    [InlineData(100_000, 5)]
    public void A_percentile_needs_ten_samples_beyond_it(long samples, int shown)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(5_000, samples);

        var summary = LatencySummaries.Of(histogram)!;

        double?[] percentiles = [summary.P50, summary.P90, summary.P99, summary.P999, summary.P9999];
        Assert.Equal(Enumerable.Range(0, 5).Select(i => i < shown ? 5.0 : (double?)null), percentiles);
    }
}
