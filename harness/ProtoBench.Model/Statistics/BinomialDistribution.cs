namespace ProtoBench.Model.Statistics;

/// <summary>How often an event of known probability happens in independent tries.</summary>
internal static class BinomialDistribution
{
    /// <summary>P(X ≤ k) = I_{1−p}(n − k, k + 1) (Abramowitz and Stegun 26.5.24).</summary>
    public static double Cumulative(long k, long n, double p)
    {
        if (k < 0)
        {
            return 0;
        }

        return k >= n ? 1 : IncompleteBeta.Regularized(n - k, k + 1.0, 1 - p, p);
    }

    /// <summary>The smallest k with P(X ≤ k) ≥ <paramref name="probability"/>.</summary>
    public static long Quantile(double probability, long n, double p)
    {
        var (low, high) = (0L, n);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = Cumulative(middle, n, p) >= probability ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
