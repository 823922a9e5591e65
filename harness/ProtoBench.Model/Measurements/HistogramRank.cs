namespace ProtoBench.Model.Measurements;

/// <summary>Turns a quantile into a rank.</summary>
internal static class HistogramRank
{
    /// <summary>
    /// ⌈q·n⌉, at least 1: the rank (1 is the smallest) of the smallest value that the share q of n values does not exceed.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The quantile is not within 0 to 1.</exception>
    /// <exception cref="InvalidOperationException">There are no values.</exception>
    public static long Of(double quantile, long count)
    {
        if (!(quantile >= 0 && quantile <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(quantile), quantile, "A quantile is a share between 0 and 1.");
        }

        if (count == 0)
        {
            throw new InvalidOperationException("The histogram is empty, so it has no mean and no percentiles.");
        }

        // One step down, because 0.07 is stored as a little more than 0.07 and would ask for rank 8 of 100 (HdrHistogram does the same).
        var rank = (long)Math.Ceiling(Math.BitDecrement(quantile) * count);
        return Math.Clamp(rank, 1, count);
    }
}
