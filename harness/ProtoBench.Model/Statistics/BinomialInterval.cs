namespace ProtoBench.Model.Statistics;

/// <summary>Interval of a share from a count.</summary>
internal static class BinomialInterval
{
    /// <summary>Quantile of the normal law for a two-sided 99 % interval.</summary>
    public const double Normal99 = 2.5758293035489;

    /// <summary>The same for 99.99 %.</summary>
    public const double Normal9999 = 3.8905918864132;

    /// <summary>Wilson's score interval (JASA 22, 1927), which keeps its coverage for small shares.</summary>
    /// <param name="count">Events among <paramref name="trials"/>.</param>
    /// <param name="trials">At least 1.</param>
    /// <param name="varianceFactor">How much larger the count's variance is than for independent events; 1 for independent ones.</param>
    /// <param name="normal">Quantile of the normal law for the wanted confidence; 99 % when left out.</param>
    public static (double Low, double High) Of(long count, long trials, double varianceFactor = 1, double normal = Normal99)
    {
        var n = trials / varianceFactor;
        var share = (double)count / trials;
        var z2 = normal * normal;
        var middle = (share + (z2 / (2 * n))) / (1 + (z2 / n));
        var half = normal / (1 + (z2 / n)) * Math.Sqrt((share * (1 - share) / n) + (z2 / (4 * n * n)));
        return (Math.Max(0, middle - half), Math.Min(1, middle + half));
    }

    /// <summary>The two-sided exact interval of a share (Clopper and Pearson, Biometrika 26, 1934).</summary>
    /// <param name="count">Independent events among <paramref name="trials"/>.</param>
    /// <param name="trials">At least 1.</param>
    /// <param name="confidence">Share of such intervals, at least, that hold the true share.</param>
    public static (double Low, double High) Exact(long count, long trials, double confidence = 0.95)
    {
        var tail = (1 - confidence) / 2;
        return (
            count == 0 ? 0 : Solve(share => 1 - BinomialDistribution.Cumulative(count - 1, trials, share) <= tail),
            count == trials ? 1 : Solve(share => BinomialDistribution.Cumulative(count, trials, share) > tail));
    }

    // The largest share for which the condition, true from 0 on, still holds. Sixty halvings leave 1e-18.
    private static double Solve(Func<double, bool> holds)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = holds(middle) ? (middle, high) : (low, middle);
        }

        return low;
    }

    /// <summary>
    /// Whether a count is as likely as the confidence allows, by the binomial law itself: near 0 % and 100 % the score interval leaves out
    /// counts that one seed in forty has (one packet of 2,500 that arrives where 99.999 % are lost).
    /// </summary>
    /// <param name="count">Independent events among <paramref name="trials"/>.</param>
    /// <param name="trials">At least 1.</param>
    /// <param name="share">Their probability, above 0 and below 1.</param>
    /// <param name="normal">As above.</param>
    public static bool IsLikely(long count, long trials, double share, double normal)
    {
        var below = BinomialDistribution.Cumulative(count, trials, share);
        var above = 1 - BinomialDistribution.Cumulative(count - 1, trials, share);
        return 2 * Math.Min(below, above) >= 2 * (1 - NormalDistribution.Cumulative(normal));
    }
}
