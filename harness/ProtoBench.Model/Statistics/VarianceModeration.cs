namespace ProtoBench.Model.Statistics;

/// <summary>
/// Lets the variances of many like metrics inform each other: the scaled F prior of Smyth, "Linear models and empirical Bayes methods for
/// assessing differential expression in microarray experiments" (2004), section 6.2, as limma's <c>fitFDist</c> estimates it. Five pairs
/// know their own spread badly; fifty metrics together know the spread of spreads well.
/// </summary>
/// <param name="Degrees">What the prior counts for, in degrees of freedom; 0: there is none.</param>
/// <param name="Variance">The variance it draws towards.</param>
internal readonly record struct VarianceModeration(double Degrees, double Variance)
{
    // A variance of exactly zero has no logarithm; 1e-12 is an error of one in a million.
    private const double SmallestVariance = 1e-12;

    // Less excess spread of the logarithms than this is none: the prior is then a single variance.
    private const double SmallestExcess = 1e-6;

    public static VarianceModeration None => new(0, 0);

    /// <summary>Estimates the prior by the first two moments of the logarithms.</summary>
    /// <param name="variances">One for each metric.</param>
    /// <param name="degrees">Degrees of freedom of each.</param>
    /// <exception cref="ArgumentException">There are fewer than two variances, or not one number of degrees for each.</exception>
    public static VarianceModeration Fit(IReadOnlyList<double> variances, IReadOnlyList<double> degrees)
    {
        if (variances.Count < 2 || variances.Count != degrees.Count)
        {
            throw new ArgumentException("A prior needs at least two variances, each with its degrees of freedom.", nameof(variances));
        }

        var count = variances.Count;
        Span<double> logs = count <= 128 ? stackalloc double[count] : new double[count];
        var (mean, known) = (0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            var half = degrees[i] / 2;
            logs[i] = Math.Log(Math.Max(variances[i], SmallestVariance)) - PolygammaFunction.Digamma(half) + Math.Log(half);
            mean += logs[i] / count;
            known += PolygammaFunction.Trigamma(half) / count;
        }

        var squares = 0.0;
        foreach (var log in logs)
        {
            squares += (log - mean) * (log - mean);
        }

        var excess = (squares / (count - 1)) - known;
        if (excess <= SmallestExcess)
        {
            // As limma does since 3.8: with one common variance, their plain mean is its best estimate.
            return new VarianceModeration(double.PositiveInfinity, variances.Average());
        }

        var prior = 2 * PolygammaFunction.TrigammaInverse(excess);
        return new VarianceModeration(prior, Math.Exp(mean + PolygammaFunction.Digamma(prior / 2) - Math.Log(prior / 2)));
    }

    /// <summary>The same prior, counting for no more than <paramref name="most"/> degrees of freedom.</summary>
    public VarianceModeration Capped(double most) => this with { Degrees = Math.Min(Degrees, most) };

    /// <summary>The estimate with its error drawn towards the prior.</summary>
    public MeanEstimate Apply(MeanEstimate estimate)
    {
        var variance = Degrees == 0
            ? estimate.ErrorVariance
            : ((estimate.Degrees * estimate.ErrorVariance) + (Degrees * Variance)) / (estimate.Degrees + Degrees);
        return estimate with { ErrorVariance = Math.Max(variance, SmallestVariance), Degrees = estimate.Degrees + Degrees };
    }
}
