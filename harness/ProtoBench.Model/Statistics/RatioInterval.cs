namespace ProtoBench.Model.Statistics;

/// <summary>
/// How many times larger one arm's trials are than another's: Welch's unequal-variances t on logarithms (Biometrika 1947).
/// </summary>
internal sealed record RatioInterval
{
    /// <summary>Geometric mean of the arm divided by that of the baseline.</summary>
    public required double Ratio { get; init; }

    /// <summary>Lower end of the confidence interval; null when an arm has a single trial.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end, null like <see cref="Low"/>.</summary>
    public double? High { get; init; }

    /// <summary>Probability of a ratio at least this far from 1 if both arms were equal (two-sided); null like <see cref="Low"/>.</summary>
    public double? PValue { get; init; }

    /// <param name="arm">One positive value a trial.</param>
    /// <param name="baseline">One positive value a trial, of trials that are not paired with those of the arm.</param>
    /// <param name="confidence">Default 0.95.</param>
    /// <exception cref="ArgumentException">An arm has no values, or one that is not positive and finite.</exception>
    public static RatioInterval Of(IReadOnlyList<double> arm, IReadOnlyList<double> baseline, double confidence = 0.95)
    {
        var (a, b) = (new LogSample(arm), new LogSample(baseline));
        var difference = a.Mean - b.Mean;
        if (a.Count < 2 || b.Count < 2)
        {
            return new RatioInterval { Ratio = Math.Exp(difference) };
        }

        var error = Math.Sqrt(a.ErrorVariance + b.ErrorVariance);
        var degrees = Degrees(a, b);
        var half = StudentDistribution.Quantile((1 + confidence) / 2, degrees) * error;
        return new RatioInterval
        {
            Ratio = Math.Exp(difference),
            Low = Math.Exp(difference - half),
            High = Math.Exp(difference + half),
            PValue = error > 0 ? StudentDistribution.TwoSided(difference / error, degrees) : difference == 0 ? 1 : 0,
        };
    }

    // Welch and Satterthwaite's degrees of freedom; without any spread the pooled ones stand in, as the formula would be 0/0.
    private static double Degrees(LogSample a, LogSample b)
    {
        var sum = a.ErrorVariance + b.ErrorVariance;
        return sum == 0
            ? a.Count + b.Count - 2
            : sum * sum / ((a.ErrorVariance * a.ErrorVariance / (a.Count - 1)) + (b.ErrorVariance * b.ErrorVariance / (b.Count - 1)));
    }
}
