namespace ProtoBench.Model.Statistics;

/// <summary>How many standard errors a change of level is, for noise in which neighbours resemble each other.</summary>
internal static class ChangeClarity
{
    /// <summary>
    /// From here on a change is believed although neighbours resemble each other. In simulation flat series with an autocorrelation of 0.5
    /// hardly ever have such a change, and a step of five deviations has it after five points. One series in forty without any
    /// autocorrelation shows 0.3 by chance, and its steps would be called weak.
    /// </summary>
    public const double Enough = 6;

    // 1.4826 makes the median absolute deviation of normal noise its standard deviation (Hampel, 1974).
    private const double DeviationFromMedian = 1.4826;

    /// <param name="before">Logarithms of the points before the change.</param>
    /// <param name="after">Those from it on.</param>
    /// <param name="autocorrelation">Lag-1; a mean of n such points varies like one of n × (1 − r) ÷ (1 + r) independent ones.</param>
    public static double Of(double[] before, double[] after, double autocorrelation)
    {
        if (before.Length == 0 || after.Length == 0)
        {
            return 0;
        }

        var (left, right) = (SpikeClip.Median([.. before]), SpikeClip.Median([.. after]));
        var deviation = DeviationFromMedian
            * SpikeClip.Median([.. before.Select(log => Math.Abs(log - left)), .. after.Select(log => Math.Abs(log - right))]);
        var inflation = Math.Sqrt((1 + autocorrelation) / (1 - autocorrelation));
        return Math.Abs(right - left) / (deviation * Math.Sqrt((1.0 / before.Length) + (1.0 / after.Length)) * inflation);
    }
}
