using ProtoBench.Model.Measurements;
using ProtoBench.Model.Randomness;
using Xunit;

namespace ProtoBench.Tests.Measurements;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2_047, 2_047)]
    [InlineData(2_048, 2_049)]
    [InlineData(4_095, 4_095)]
    [InlineData(4_096, 4_099)]
    [InlineData(1_000_000, 1_000_447)]
    [InlineData(3_600_000_000_000, 3_601_330_077_695)]
    [InlineData(LatencyHistogram.HighestTrackable, LatencyHistogram.HighestTrackable)]
    public void A_value_is_counted_in_the_bucket_that_HdrHistogram_gives_it(long value, long highestEquivalent)
    {
        var histogram = new LatencyHistogram();

        histogram.Record(value);

        var bucket = Assert.Single(histogram.Buckets());
        Assert.Equal(highestEquivalent, bucket.Highest);
        Assert.InRange(value, bucket.Lowest, bucket.Highest);
        Assert.True(bucket.Highest - bucket.Lowest <= value / 1_024);
    }

    [Fact]
    public void Every_counter_continues_where_the_one_before_it_ends()
    {
        var layout = HistogramLayout.Own;

        for (var i = 1; i < layout.Length; i++)
        {
            Assert.Equal(layout.HighestValueAt(i - 1) + 1, layout.LowestValueAt(i));
            Assert.Equal(i, LatencyHistogram.IndexOf(layout.LowestValueAt(i)));
            Assert.Equal(i, LatencyHistogram.IndexOf(layout.HighestValueAt(i)));
        }

        Assert.Equal(LatencyHistogram.HighestTrackable, layout.HighestValueAt(layout.Length - 1));
        Assert.Equal((33_792, 32, 2_048), (layout.Length, layout.BucketCount, layout.SubBucketCount));
    }

    [Fact]
    public void The_range_covers_an_hour() => Assert.True(LatencyHistogram.HighestTrackable >= 3_600L * 1_000_000_000);

    [Fact]
    public void Percentiles_of_a_million_samples_are_within_half_a_permille_of_the_exact_ones()
    {
        var histogram = new LatencyHistogram();
        var samples = LongTailed(1_000_000, seed: 7);
        foreach (var sample in samples)
        {
            histogram.Record(sample);
        }

        Array.Sort(samples);
        Assert.Equal((samples[0], samples[^1], samples.Sum()), (histogram.Minimum, histogram.Maximum, histogram.Sum));
        Assert.Equal(samples.Average(), histogram.Mean, 1e-6);
        foreach (var permyriad in Enumerable.Range(1, 10_000))
        {
            var exact = samples[(permyriad * 100) - 1];
            var bucket = BucketOf(exact);
            var read = histogram.ValueAtQuantile(permyriad / 10_000.0);
            Assert.Equal(Math.Min(bucket.Highest, samples[^1]), read);
            // The middle of the bucket is what the precision is promised for; the reported end never lies below the exact value.
            Assert.InRange((bucket.Lowest + bucket.Highest) / 2.0, exact - (exact * 0.0005) - 1, exact + (exact * 0.0005) + 1);
            Assert.InRange(read, exact, exact + (exact / 1_024) + 1);
        }
    }

    [Fact]
    public void Many_quantiles_in_one_pass_are_the_single_ones()
    {
        var histogram = Of(LongTailed(10_000, seed: 3));
        double[] quantiles = [0, 0, 0.001, 0.5, 0.5, 0.9, 0.99, 0.9999, 1];

        Assert.Equal(quantiles.Select(histogram.ValueAtQuantile), histogram.Quantiles(quantiles));
    }

    [Fact]
    public void Quantiles_in_the_wrong_order_are_refused()
    {
        var histogram = Of([1, 2, 3]);

        Assert.Throws<ArgumentException>(() => histogram.Quantiles(0.9, 0.5));
    }

    [Theory]
    [InlineData(0.07, 100, 7)]
    [InlineData(0.5, 2, 1)]
    [InlineData(0.501, 2, 2)]
    [InlineData(0, 5, 1)]
    [InlineData(1, 5, 5)]
    [InlineData(0.999, 1_000, 999)]
    [InlineData(0.9999, 1_000_000, 999_900)]
    public void A_quantile_asks_for_the_rank_it_means_despite_binary_fractions(double quantile, long count, long rank) =>
        Assert.Equal(rank, HistogramRank.Of(quantile, count));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_quantile_that_is_no_share_is_refused(double quantile) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Of([1]).ValueAtQuantile(quantile));

    [Fact]
    public void Percentiles_never_exceed_the_exact_maximum()
    {
        var histogram = Of([1_000_000]);

        Assert.Equal(1_000_000, histogram.ValueAtQuantile(0.5));
        Assert.Equal(1_000_000, histogram.ValueAtQuantile(1));
    }

    [Fact]
    public void Values_out_of_range_are_clamped_and_counted()
    {
        var histogram = new LatencyHistogram();

        histogram.Record(-5);
        histogram.Record(LatencyHistogram.HighestTrackable + 1);
        histogram.Record(long.MaxValue, 3);

        Assert.Equal((5, 5), (histogram.Count, histogram.Clamped));
        Assert.Equal((0, LatencyHistogram.HighestTrackable), (histogram.Minimum, histogram.Maximum));
        Assert.Equal(4 * LatencyHistogram.HighestTrackable, histogram.Sum);
    }

    [Fact]
    public void Recording_many_times_is_recording_once_and_again()
    {
        var many = new LatencyHistogram();
        many.Record(12_345, 3);
        many.Record(99, 0);
        var single = Of([12_345, 12_345, 12_345]);

        Assert.Equal(single.Buckets(), many.Buckets());
        Assert.Equal((single.Count, single.Sum, single.Minimum, single.Maximum), (many.Count, many.Sum, many.Minimum, many.Maximum));
        Assert.Throws<ArgumentOutOfRangeException>(() => many.Record(1, -1));
    }

    [Fact]
    public void Merging_is_associative_and_loses_nothing()
    {
        long[][] parts = [LongTailed(500, 1), LongTailed(700, 2), [-1, 5, long.MaxValue]];
        var left = Of(parts[0]);
        left.Add(Of(parts[1]));
        left.Add(Of(parts[2]));
        var tail = Of(parts[1]);
        tail.Add(Of(parts[2]));
        var right = Of(parts[0]);
        right.Add(tail);
        var together = Of([.. parts.SelectMany(p => p)]);

        foreach (var merged in new[] { left, right })
        {
            Assert.Equal(together.Buckets(), merged.Buckets());
            Assert.Equal((1_203, 2), (merged.Count, merged.Clamped));
            Assert.Equal((together.Sum, together.Minimum, together.Maximum), (merged.Sum, merged.Minimum, merged.Maximum));
        }
    }

    [Fact]
    public void Merging_an_empty_histogram_changes_nothing()
    {
        var histogram = Of([7, 8]);

        histogram.Add(new LatencyHistogram());

        Assert.Equal((2, 7, 8, 15), (histogram.Count, histogram.Minimum, histogram.Maximum, histogram.Sum));
        Assert.True(histogram.IsExact);
    }

    [Fact]
    public void A_sum_beyond_64_bits_is_an_error_not_a_wrong_mean() =>
        Assert.Throws<OverflowException>(() => new LatencyHistogram().Record(LatencyHistogram.HighestTrackable, 1L << 22));

    [Fact]
    public void An_empty_histogram_has_no_percentiles()
    {
        var empty = new LatencyHistogram();

        Assert.Throws<InvalidOperationException>(() => empty.ValueAtQuantile(0.5));
        Assert.Throws<InvalidOperationException>(() => empty.Quantiles(0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => empty.ValueAtRank(1));
        Assert.Throws<InvalidOperationException>(() => empty.Mean);
        Assert.Empty(empty.Buckets());
        Assert.Equal((0, 0, 0), (empty.Minimum, empty.Maximum, empty.Sum));
    }

    [Fact]
    public void Ranks_are_those_of_the_sorted_samples()
    {
        var histogram = Of([30, 10, 20]);

        Assert.Equal([10, 20, 30], new long[] { 1, 2, 3 }.Select(histogram.ValueAtRank));
        Assert.Throws<ArgumentOutOfRangeException>(() => histogram.ValueAtRank(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => histogram.ValueAtRank(4));
    }

    [Fact]
    public void Recording_allocates_nothing()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(1);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0L; i < 100_000; i++)
        {
            histogram.Record(i * i);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allocation.Context);
        Assert.Equal(100_001, histogram.Count);
    }

    internal static LatencyHistogram Of(params long[] values)
    {
        var histogram = new LatencyHistogram();
        foreach (var value in values)
        {
            histogram.Record(value);
        }

        return histogram;
    }

    /// <summary>20 µs and a Pareto tail of index 1.2 on top: values over six decades.</summary>
    internal static long[] LongTailed(int count, ulong seed)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (long)Math.Min(20_000 * Math.Pow(random.NextPositive(), -1 / 1.2), 1e12))];
    }

    private static HistogramBucket BucketOf(long value) => Of(value).Buckets().Single();
}
