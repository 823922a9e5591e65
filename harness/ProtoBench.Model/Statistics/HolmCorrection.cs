namespace ProtoBench.Model.Statistics;

/// <summary>
/// Holm's step-down correction: many tests, one limit for the chance of any false one ("A simple sequentially rejective multiple test
/// procedure", 1979).
/// </summary>
internal static class HolmCorrection
{
    /// <summary>p-values to be held against the limit that is meant for all of them together, in the order given; 1 at most.</summary>
    public static double[] Adjusted(IReadOnlyList<double> pValues)
    {
        var adjusted = new double[pValues.Count];
        var largest = 0.0;
        var remaining = pValues.Count;
        foreach (var i in Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]))
        {
            // The smallest is tested as one of m, the next as one of m − 1; none may pass where a smaller one failed.
            largest = Math.Max(largest, Math.Min(1, pValues[i] * remaining--));
            adjusted[i] = largest;
        }

        return adjusted;
    }
}
