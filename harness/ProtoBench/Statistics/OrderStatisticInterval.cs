using ProtoBench.Measurements;

namespace ProtoBench.Statistics;

/// <summary>
/// Confidence interval of a percentile from one trial's own samples: their ranks are binomial whatever the distribution (David and
/// Nagaraja,
/// "Order Statistics", 3rd ed., section 7.1). It holds for independent exchanges only. Stalls hit many at once, so this is the least
/// uncertainty there is and must be labelled <see cref="Label"/>; comparisons use the spread between trials.
/// </summary>
internal sealed record OrderStatisticInterval
{
    public const string Label = "within-trial";

    /// <summary>Nanoseconds; null when the samples are too few for a lower end.</summary>
    public long? Low { get; init; }

    /// <summary>Nanoseconds; null when the samples are too few for an upper end, for p99 fewer than 368.</summary>
    public long? High { get; init; }

    /// <param name="histogram">One trial's histogram.</param>
    /// <param name="quantile">Strictly between 0 and 1, for example 0.99.</param>
    /// <param name="confidence">Default 0.95; the true share is never lower for independent samples.</param>
    public static OrderStatisticInterval Of(LatencyHistogram histogram, double quantile, double confidence = 0.95)
    {
        var (low, high) = Ranks(histogram.Count, quantile, confidence);
        return new OrderStatisticInterval
        {
            // The outer end of both buckets, so that rounding to buckets never narrows the interval.
            Low = low >= 1 ? Math.Max(histogram.BucketAtRank(low).Lowest, histogram.Minimum) : null,
            High = high <= histogram.Count ? histogram.ValueAtRank(high) : null,
        };
    }

    /// <summary>Ranks of both ends among n samples; 0 below or n + 1 above mean that there is no such end.</summary>
    internal static (long Low, long High) Ranks(long count, double quantile, double confidence)
    {
        if (!(quantile > 0 && quantile < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(quantile), quantile, "Only percentiles between 0 and 100 % have an interval.");
        }

        var tail = (1 - confidence) / 2;
        return (BinomialDistribution.Quantile(tail, count, quantile), BinomialDistribution.Quantile(1 - tail, count, quantile) + 1);
    }
}
