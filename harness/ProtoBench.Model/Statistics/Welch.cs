namespace ProtoBench.Model.Statistics;

/// <summary>
/// The difference of two unpaired means of unequal variances (Welch, Biometrika 1947; degrees of freedom by Satterthwaite).
/// </summary>
internal static class Welch
{
    /// <summary>How much larger <paramref name="a"/> is than <paramref name="b"/>; null where one has a single value.</summary>
    public static MeanEstimate? Difference(LogSample a, LogSample b)
    {
        if (a.Count < 2 || b.Count < 2)
        {
            return null;
        }

        // Without any spread the pooled degrees stand in, as the formula would be 0/0.
        var sum = a.ErrorVariance + b.ErrorVariance;
        var degrees = sum == 0
            ? a.Count + b.Count - 2
            : sum * sum / ((a.ErrorVariance * a.ErrorVariance / (a.Count - 1)) + (b.ErrorVariance * b.ErrorVariance / (b.Count - 1)));
        return new MeanEstimate(a.Mean - b.Mean, sum, degrees, Math.Min(a.Count, b.Count));
    }
}
