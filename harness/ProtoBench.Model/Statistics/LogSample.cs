namespace ProtoBench.Model.Statistics;

/// <summary>
/// Per-trial values on the logarithmic scale. Latencies and rates vary by factors, not by amounts, so their logarithms are nearer to
/// normal and an interval made there never reaches below zero.
/// </summary>
internal readonly record struct LogSample
{
    /// <exception cref="ArgumentException">There are no values, or one of them has no logarithm.</exception>
    public LogSample(IReadOnlyList<double> values)
    {
        if (values.Count == 0 || !values.All(v => v > 0 && double.IsFinite(v)))
        {
            throw new ArgumentException("On the logarithmic scale at least one value is needed, and all must be positive.", nameof(values));
        }

        var logs = values.Select(v => Math.Log(v)).ToArray();
        Count = logs.Length;
        var mean = logs.Average();
        Mean = mean;
        Variance = Count > 1 ? logs.Sum(x => (x - mean) * (x - mean)) / (Count - 1) : double.NaN;
    }

    public int Count { get; }

    public double Mean { get; }

    /// <summary>Unbiased sample variance; not a number for a single value.</summary>
    public double Variance { get; }

    /// <summary>Squared standard error of the mean.</summary>
    public double ErrorVariance => Variance / Count;
}
