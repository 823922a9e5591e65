namespace ProtoBench.Model.Statistics;

/// <summary>Student's t distribution; degrees of freedom need not be whole (NIST DLMF 8.17, Abramowitz and Stegun 26.7.1).</summary>
internal static class StudentDistribution
{
    private const int Halvings = 200;

    /// <summary>P(T ≤ t).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The degrees of freedom are not positive.</exception>
    public static double Cumulative(double t, double degrees) => t < 0 ? UpperTail(-t, degrees) : 1 - UpperTail(t, degrees);

    /// <summary>P(|T| ≥ |t|): the p-value of a two-sided test.</summary>
    public static double TwoSided(double t, double degrees) => 2 * UpperTail(Math.Abs(t), degrees);

    /// <summary>The t with P(T ≤ t) = <paramref name="probability"/>, by halving an interval until it has no number inside.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not strictly between 0 and 1, or the degrees are not
    /// positive.</exception>
    public static double Quantile(double probability, double degrees)
    {
        if (!(probability > 0 && probability < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A quantile needs a probability between 0 and 1.");
        }

        if (probability == 0.5)
        {
            return 0;
        }

        var tail = Math.Min(probability, 1 - probability);
        var (low, high) = (0.0, 1.0);
        while (UpperTail(high, degrees) > tail)
        {
            (low, high) = (high, high * 2);
        }

        for (var i = 0; i < Halvings && low < high; i++)
        {
            var middle = low + ((high - low) / 2);
            if (middle == low || middle == high)
            {
                break;
            }

            (low, high) = UpperTail(middle, degrees) > tail ? (middle, high) : (low, middle);
        }

        return probability < 0.5 ? -high : high;
    }

    private static double UpperTail(double t, double degrees)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degrees);
        var square = t * t;
        if (double.IsPositiveInfinity(square))
        {
            return 0;
        }

        return 0.5 * IncompleteBeta.Regularized(degrees / 2, 0.5, degrees / (degrees + square), square / (degrees + square));
    }
}
