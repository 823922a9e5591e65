namespace ProtoBench.Model.Statistics;

/// <summary>
/// One p-value from two stages whose second one is fresh: Lehmacher and Wassmer, "Adaptive sample size calculations in group sequential
/// trials" (Biometrics 55, 1999). The weights are fixed before either stage is seen, so choosing which metrics get a second stage costs
/// nothing.
/// </summary>
internal static class InverseNormalCombination
{
    // Keeps both quantiles finite; a p-value of 1e-300 is as good as none.
    private const double SmallestP = 1e-300;
    private const double LargestP = 1 - 1e-16;

    /// <param name="first">One-sided p-value of the first stage.</param>
    /// <param name="second">One-sided p-value of the second stage alone, in the same direction.</param>
    /// <param name="firstShare">Weight of the first stage's square, from 0 to 1: its share of all pairs.</param>
    public static double PValue(double first, double second, double firstShare)
    {
        var z = (Math.Sqrt(firstShare) * Normal(first)) + (Math.Sqrt(1 - firstShare) * Normal(second));
        return NormalDistribution.Cumulative(-z);
    }

    private static double Normal(double p) => -NormalDistribution.Quantile(Math.Clamp(p, SmallestP, LargestP));
}
