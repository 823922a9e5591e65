namespace ProtoBench.Model.Statistics;

/// <summary>
/// The smallest true effect that a test shows 95 times in 100: the limit the estimate has to pass, plus the 1.645 standard errors by which
/// it falls short one time in twenty (Cohen, "Statistical Power Analysis", 1988, chapter 2, normal approximation).
/// </summary>
internal static class DetectableEffect
{
    private const double PowerQuantile = 1.6448536269514722;

    /// <param name="errorVariance">Squared standard error of the estimate the verdict will stand on.</param>
    /// <param name="criticalZ">Standard errors from 0 at which the test rejects.</param>
    /// <param name="margin">The estimate must also be at least this far from 0.</param>
    public static double Of(double errorVariance, double criticalZ, double margin)
    {
        var error = Math.Sqrt(errorVariance);
        return Math.Max(criticalZ * error, margin) + (PowerQuantile * error);
    }
}
