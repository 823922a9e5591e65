namespace ProtoBench.Model.Statistics;

/// <summary>
/// Two one-sided tests: is a mean shown to lie within ± a bound? (Schuirmann, "A comparison of the two one-sided tests procedure and the
/// power approach", 1987.) Unlike a difference that was not found, this is a statement.
/// </summary>
internal static class EquivalenceTest
{
    /// <summary>The larger p-value of the two tests; the mean is within the bounds when it is at most the level.</summary>
    /// <param name="estimate">The mean and its error.</param>
    /// <param name="bound">Both bounds' distance from 0, above 0.</param>
    public static double PValue(MeanEstimate estimate, double bound)
    {
        var error = Math.Sqrt(estimate.ErrorVariance);
        var nearer = (bound - Math.Abs(estimate.Mean)) / error;
        return StudentDistribution.Cumulative(-nearer, estimate.Degrees);
    }
}
