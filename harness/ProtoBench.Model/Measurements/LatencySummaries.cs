namespace ProtoBench.Model.Measurements;

/// <summary>Makes key figures of histograms.</summary>
internal static class LatencySummaries
{
    /// <summary>A percentile is given only when this many samples lie beyond it: with fewer, one stall more or less decides it.</summary>
    public const int FewestBeyond = 10;

    private const double NanosecondsPerMicrosecond = 1_000;

    private static readonly double[] Quantiles = [0.5, 0.9, 0.99, 0.999, 0.9999];

    // Samples for FewestBeyond beyond each quantile; whole numbers, because 10 / (1 − 0.9999) is not one in binary.
    private static readonly long[] FewestSamples =
        [2 * FewestBeyond, 10 * FewestBeyond, 100 * FewestBeyond, 1_000 * FewestBeyond, 10_000 * FewestBeyond];

    /// <summary>Key figures in microseconds, or null when nothing was recorded.</summary>
    /// <param name="histogram">Of nanoseconds.</param>
    /// <param name="together">
    /// Samples that one arrival gives, as an event does that each of sixteen subscribers gets: one late event is sixteen late samples, so
    /// that ten arrivals and not ten samples have to lie beyond a percentile.
    /// </param>
    public static LatencySummary? Of(LatencyHistogram histogram, int together = 1)
    {
        if (histogram.Count == 0)
        {
            return null;
        }

        var values = histogram.Quantiles(Quantiles);
        double? Reportable(int i) => histogram.Count / together >= FewestSamples[i] ? values[i] / NanosecondsPerMicrosecond : null;
        return new LatencySummary
        {
            Count = histogram.Count,
            Minimum = histogram.Minimum / NanosecondsPerMicrosecond,
            Mean = histogram.Mean / NanosecondsPerMicrosecond,
            P50 = Reportable(0),
            P90 = Reportable(1),
            P99 = Reportable(2),
            P999 = Reportable(3),
            P9999 = Reportable(4),
            Maximum = histogram.Maximum / NanosecondsPerMicrosecond,
        };
    }
}
