namespace ProtoBench.Model.Statistics;

/// <summary>The standard normal distribution.</summary>
internal static class NormalDistribution
{
    // Below it the series is short and exact, above it the continued fraction is.
    private const double SeriesTo = 3;
    private const int FractionDepth = 120;

    /// <summary>P(Z ≤ z).</summary>
    public static double Cumulative(double z)
    {
        if (Math.Abs(z) <= SeriesTo)
        {
            return 0.5 + CentralHalf(z);
        }

        return z < 0 ? UpperTail(-z) : 1 - UpperTail(z);
    }

    /// <summary>
    /// The z with P(Z ≤ z) = <paramref name="probability"/>: a rational guess (Abramowitz and Stegun 26.2.23) refined by Halley's method.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not strictly between 0 and 1.</exception>
    public static double Quantile(double probability)
    {
        if (!(probability > 0 && probability < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A quantile needs a probability between 0 and 1.");
        }

        if (probability > 0.5)
        {
            return -Quantile(1 - probability);
        }

        var z = -Guess(probability);
        for (var i = 0; i < 4; i++)
        {
            // Newton's step relative to the density, which stays finite far out where both numbers are tiny.
            var step = (Cumulative(z) - probability) / Density(z);
            z -= step / (1 + (z * step / 2));
        }

        return z;
    }

    private static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    private static double Guess(double probability)
    {
        var t = Math.Sqrt(-2 * Math.Log(probability));
        return t - ((2.515517 + (t * (0.802853 + (t * 0.010328)))) / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308)))))));
    }

    // φ(z) (z + z³/3 + z⁵/15 + …): Marsaglia, "Evaluating the Normal Distribution" (2004).
    private static double CentralHalf(double z)
    {
        var term = z;
        var sum = z;
        for (var i = 3; Math.Abs(term) > Math.Abs(sum) * 1e-17; i += 2)
        {
            term *= z * z / i;
            sum += term;
        }

        return sum * Density(z);
    }

    // φ(z) / (z + 1/(z + 2/(z + 3/(z + …)))): Abramowitz and Stegun 26.2.14.
    private static double UpperTail(double z)
    {
        var fraction = z;
        for (var i = FractionDepth; i >= 1; i--)
        {
            fraction = z + (i / fraction);
        }

        return Density(z) / fraction;
    }
}
