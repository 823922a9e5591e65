namespace ProtoBench.Model.Statistics;

/// <summary>
/// The mean without the outermost values, its error from the winsorized ones: Tukey and McLaughlin, "Less vulnerable confidence and
/// significance procedures for location based on a single sample: trimming/winsorization 1" (Sankhyā A 25, 1963), and for two samples Yuen,
/// "The two-sample trimmed t for unequal population variances" (Biometrika 61, 1974). One trial that went wrong then moves neither mean nor
/// error far.
/// </summary>
internal static class TrimmedMean
{
    /// <summary>Share cut off at each end. 0.15 takes one of seven pairs and two of fourteen.</summary>
    private const double Share = 0.15;

    /// <summary>With fewer values there is nothing to spare.</summary>
    private const int FewestToTrim = 5;

    /// <summary>Values cut off at each end of a sample of <paramref name="count"/>.</summary>
    public static int Trimmed(int count) => count < FewestToTrim ? 0 : Math.Max(1, (int)Math.Floor((Share * count) + 0.5));

    /// <exception cref="ArgumentException">There are fewer than two values.</exception>
    public static MeanEstimate Of(IReadOnlyList<double> values)
    {
        if (values.Count < 2)
        {
            throw new ArgumentException("A mean with an error needs at least two values.", nameof(values));
        }

        var sorted = values.ToArray();
        Array.Sort(sorted);
        var cut = Trimmed(sorted.Length);
        var kept = sorted.Length - (2 * cut);
        var sum = 0.0;
        for (var i = cut; i < sorted.Length - cut; i++)
        {
            sum += sorted[i];
        }

        return new MeanEstimate(sum / kept, WinsorizedSquares(sorted, cut) / (kept * (kept - 1.0)), kept - 1, sorted.Length);
    }

    /// <summary>
    /// How much larger the mean of <paramref name="later"/> is than that of <paramref name="earlier"/>, the two unpaired.
    /// </summary>
    /// <exception cref="ArgumentException">One of them has fewer than two values.</exception>
    public static MeanEstimate Difference(IReadOnlyList<double> earlier, IReadOnlyList<double> later)
    {
        var (a, b) = (Of(earlier), Of(later));
        var variance = a.ErrorVariance + b.ErrorVariance;
        var degrees = variance == 0
            ? a.Degrees + b.Degrees
            : variance * variance / ((a.ErrorVariance * a.ErrorVariance / a.Degrees) + (b.ErrorVariance * b.ErrorVariance / b.Degrees));
        return new MeanEstimate(b.Mean - a.Mean, variance, degrees, Math.Min(a.Count, b.Count));
    }

    // Σ (w − mean w)², the values beyond the cuts replaced by the nearest kept one.
    private static double WinsorizedSquares(double[] sorted, int cut)
    {
        var (low, high) = (sorted[cut], sorted[^(cut + 1)]);
        var mean = 0.0;
        foreach (var value in sorted)
        {
            mean += Math.Clamp(value, low, high);
        }

        mean /= sorted.Length;
        var squares = 0.0;
        foreach (var value in sorted)
        {
            var distance = Math.Clamp(value, low, high) - mean;
            squares += distance * distance;
        }

        return squares;
    }
}
