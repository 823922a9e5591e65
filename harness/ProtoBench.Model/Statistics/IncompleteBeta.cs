namespace ProtoBench.Model.Statistics;

/// <summary>
/// The regularized incomplete beta function, from which the Student and binomial distributions follow: continued fraction of NIST DLMF
/// 8.17.22 evaluated by Lentz's method, its prefactor in the form of Loader, "Fast and Accurate Computation of Binomial Probabilities"
/// (2000), which keeps its digits for parameters in the millions.
/// </summary>
internal static class IncompleteBeta
{
    // The fraction needs about √max(a, b) steps, so this is enough for more samples than a histogram of a whole run has.
    private const int MaximumSteps = 1_000_000;
    private const double Precision = 1e-16;
    private const double AlmostZero = 1e-300;

    /// <summary>I_x(a, b) for a, b &gt; 0 and x within 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Regularized(double a, double b, double x) => Regularized(a, b, x, 1 - x);

    /// <summary>I_x(a, b) where the caller knows y = 1 − x to more digits than the subtraction would give.</summary>
    public static double Regularized(double a, double b, double x, double y)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(a);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(b);
        if (!(x >= 0 && y >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(x), x, "The incomplete beta function takes a share between 0 and 1.");
        }

        if (x == 0 || y == 0)
        {
            return x == 0 ? 0 : 1;
        }

        // The fraction converges fast below the mean of the distribution; above it the mirrored one does.
        return x <= (a + 1) / (a + b + 2)
            ? Prefactor(a, b, x, y) * Fraction(a, b, x) / a
            : 1 - (Prefactor(a, b, x, y) * Fraction(b, a, y) / b);
    }

    // x^a y^b / B(a, b), as its value at the mean times the distance from it.
    private static double Prefactor(double a, double b, double x, double y)
    {
        var sum = a + b;
        var distance = (a * LogRatio(x, a / sum)) + (b * LogRatio(y, b / sum));
        var remainder = GammaFunction.StirlingRemainder(sum) - GammaFunction.StirlingRemainder(a) - GammaFunction.StirlingRemainder(b);
        return Math.Exp(distance + remainder + (0.5 * Math.Log(a / sum * b / (2 * Math.PI))));
    }

    private static double LogRatio(double value, double mean)
    {
        var relative = (value - mean) / mean;
        return Math.Abs(relative) < 0.1 ? LogOnePlus(relative) : Math.Log(value / mean);
    }

    // ln(1 + r) = 2 artanh(r / (2 + r)), without the rounding of 1 + r.
    private static double LogOnePlus(double r) => 2 * Math.Atanh(r / (2 + r));

    private static double Fraction(double a, double b, double x)
    {
        var c = 1.0;
        var d = 1 / NotZero(1 - ((a + b) * x / (a + 1)));
        var value = d;
        for (var m = 1; m <= MaximumSteps; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            Step(even, ref c, ref d);
            value *= c * d;
            Step(odd, ref c, ref d);
            value *= c * d;
            if (Math.Abs((c * d) - 1) <= Precision)
            {
                return value;
            }
        }

        throw new ArithmeticException($"The incomplete beta function of {a} and {b} at {x} did not converge.");
    }

    private static void Step(double coefficient, ref double c, ref double d)
    {
        d = 1 / NotZero(1 + (coefficient * d));
        c = NotZero(1 + (coefficient / c));
    }

    private static double NotZero(double value) => Math.Abs(value) < AlmostZero ? AlmostZero : value;
}
