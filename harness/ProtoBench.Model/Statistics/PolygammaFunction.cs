namespace ProtoBench.Model.Statistics;

/// <summary>
/// The first two derivatives of ln Γ and the inverse of the second, by recurrence into the range of their asymptotic series (NIST DLMF
/// 5.5.2, 5.11.2 and 5.15.8).
/// </summary>
internal static class PolygammaFunction
{
    // From here on the seven terms below leave less than 1e-16.
    private const double SeriesFrom = 12;
    private const int MostSteps = 50;

    // Bernoulli numbers B2, B4, … B14.
    private static readonly double[] Bernoulli = [1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2_730, 7.0 / 6];

    /// <summary>ψ(z) for z &gt; 0.</summary>
    public static double Digamma(double z)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(z);
        var sum = 0.0;
        for (; z < SeriesFrom; z++)
        {
            sum -= 1 / z;
        }

        // ln z − 1/(2z) − Σ B(2k) / (2k z^2k)
        var inverseSquare = 1 / (z * z);
        var series = 0.0;
        for (var k = Bernoulli.Length; k >= 1; k--)
        {
            series = (series + (Bernoulli[k - 1] / (2 * k))) * inverseSquare;
        }

        return sum + Math.Log(z) - (0.5 / z) - series;
    }

    /// <summary>ψ′(z) for z &gt; 0.</summary>
    public static double Trigamma(double z)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(z);
        var sum = 0.0;
        for (; z < SeriesFrom; z++)
        {
            sum += 1 / (z * z);
        }

        // 1/z + 1/(2z²) + Σ B(2k) / z^(2k + 1)
        var inverseSquare = 1 / (z * z);
        var series = 0.0;
        for (var k = Bernoulli.Length; k >= 1; k--)
        {
            series = (series + Bernoulli[k - 1]) * inverseSquare;
        }

        return sum + (1 / z) + (0.5 * inverseSquare) + (series / z);
    }

    /// <summary>
    /// The z with ψ′(z) = <paramref name="value"/>: Newton's method on 1/ψ′, which is nearly straight and convex, from the starting value
    /// of Smyth, "Linear models and empirical Bayes methods" (2004), appendix.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive and finite.</exception>
    public static double TrigammaInverse(double value)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "The trigamma function has values above 0.");
        }

        var z = value > 1e7 ? 1 / Math.Sqrt(value) : value < 1e-6 ? 1 / value : 0.5 + (1 / value);
        for (var step = 0; step < MostSteps && value is >= 1e-6 and <= 1e7; step++)
        {
            var trigamma = Trigamma(z);
            var change = trigamma * (1 - (trigamma / value)) / Tetragamma(z);
            z += change;
            if (Math.Abs(change) <= 1e-15 * z)
            {
                break;
            }
        }

        return z;
    }

    // ψ″, needed only for the slope of Newton's method.
    private static double Tetragamma(double z)
    {
        var sum = 0.0;
        for (; z < SeriesFrom; z++)
        {
            sum -= 2 / (z * z * z);
        }

        // −1/z² − 1/z³ − Σ (2k + 1) B(2k) / z^(2k + 2)
        var inverseSquare = 1 / (z * z);
        var series = 0.0;
        for (var k = Bernoulli.Length; k >= 1; k--)
        {
            series = (series + (((2 * k) + 1) * Bernoulli[k - 1])) * inverseSquare;
        }

        return sum - inverseSquare - (inverseSquare / z) - (series * inverseSquare);
    }
}
