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
        if (Welch.Difference(a, b) is not { } difference)
        {
            return new RatioInterval { Ratio = Math.Exp(a.Mean - b.Mean) };
        }

        var half = difference.HalfWidth(confidence);
        return new RatioInterval
        {
            Ratio = Math.Exp(difference.Mean),
            Low = Math.Exp(difference.Mean - half),
            High = Math.Exp(difference.Mean + half),
            PValue = difference.TwoSidedP(),
        };
    }
}
