namespace ProtoBench.Model.Statistics;

/// <summary>
/// The typical value over a cell's trials and how far it is known. Trials are the unit of replication: requests within one trial share its
/// process pair and are no replicates.
/// </summary>
internal sealed record TrialInterval
{
    public required int Trials { get; init; }

    /// <summary>Geometric mean of the trials' values, the centre of the interval.</summary>
    public required double GeometricMean { get; init; }

    public required double Median { get; init; }

    /// <summary>Lower end of the confidence interval; null with a single trial, which says nothing about the spread.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end, null like <see cref="Low"/>.</summary>
    public double? High { get; init; }

    /// <summary>
    /// Student's interval for the mean of the logarithms, n − 1 degrees of freedom, taken back to values ("Student", Biometrika 1908).
    /// </summary>
    /// <param name="values">One positive value a trial, such as its p99 or its rate.</param>
    /// <param name="confidence">Share of such intervals that hold the true geometric mean. Default 0.95.</param>
    /// <exception cref="ArgumentException">There are no values, or one is not positive and finite.</exception>
    public static TrialInterval Of(IReadOnlyList<double> values, double confidence = 0.95)
    {
        var sample = new LogSample(values);
        var half = sample.Count > 1
            ? StudentDistribution.Quantile((1 + confidence) / 2, sample.Count - 1) * Math.Sqrt(sample.ErrorVariance)
            : (double?)null;
        return new TrialInterval
        {
            Trials = sample.Count,
            GeometricMean = Math.Exp(sample.Mean),
            Median = MedianOf(values),
            Low = half is { } below ? Math.Exp(sample.Mean - below) : null,
            High = half is { } above ? Math.Exp(sample.Mean + above) : null,
        };
    }

    private static double MedianOf(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
