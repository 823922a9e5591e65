namespace ProtoBench.Model.Statistics;

/// <summary>
/// Fisher's exact test of two shares: given how many of all tries failed, how likely is it that this many of them fell to one side by
/// chance? (Fisher, "The logic of inductive inference", Journal of the Royal Statistical Society 98, 1935; hypergeometric tail.)
/// </summary>
internal static class FisherExactTest
{
    /// <summary>One-sided p-value that the first side fails no more often: P(X ≥ <paramref name="failed"/>).</summary>
    /// <param name="failed">Failures of the first side.</param>
    /// <param name="tries">Its tries.</param>
    /// <param name="otherFailed">Failures of the second side.</param>
    /// <param name="otherTries">Its tries.</param>
    public static double UpperP(long failed, long tries, long otherFailed, long otherTries)
    {
        var all = failed + otherFailed;
        var whole = LogChoose(tries + otherTries, all);
        var most = Math.Min(all, tries);
        var sum = 0.0;
        for (var k = failed; k <= most; k++)
        {
            var term = Math.Exp(LogChoose(tries, k) + LogChoose(otherTries, all - k) - whole);
            sum += term;

            // Beyond the mode the terms fall; what follows such a small one changes no digit.
            if (term < sum * 1e-17 && k * (tries + otherTries) > all * tries)
            {
                break;
            }
        }

        return Math.Min(1, sum);
    }

    private static double LogChoose(long n, long k) => k < 0 || k > n
        ? double.NegativeInfinity
        : GammaFunction.Log(n + 1.0) - GammaFunction.Log(k + 1.0) - GammaFunction.Log(n - k + 1.0);
}
