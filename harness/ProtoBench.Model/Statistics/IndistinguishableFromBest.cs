namespace ProtoBench.Model.Statistics;

/// <summary>
/// Which arms cannot be told from the best one. All pairs are tested (Welch on logarithms) and corrected by Holm, not only those with the
/// best: the best is chosen by the same values, and so is the luckiest of equal arms too often.
/// </summary>
internal static class IndistinguishableFromBest
{
    /// <returns>For each arm in the order given, true for the best and for those not shown to differ from it. An arm with a single trial is
    /// always true, for nothing can be shown about it.</returns>
    /// <param name="arms">One positive value a trial, for each arm.</param>
    /// <param name="lowerIsBetter">True for latencies, false for rates.</param>
    /// <param name="alpha">Chance that any of equal arms is told from the others. Default 0.05.</param>
    /// <exception cref="ArgumentException">An arm has no values, or one that is not positive and finite.</exception>
    public static IReadOnlyList<bool> Of(IReadOnlyList<IReadOnlyList<double>> arms, bool lowerIsBetter, double alpha = 0.05)
    {
        if (arms.Count == 0)
        {
            return [];
        }

        var means = arms.Select(arm => new LogSample(arm).Mean).ToArray();
        var best = Array.IndexOf(means, lowerIsBetter ? means.Min() : means.Max());
        var pairs =
            Enumerable.Range(0, arms.Count).SelectMany(i => Enumerable.Range(i + 1, arms.Count - i - 1).Select(j => (i, j))).ToArray();
        var adjusted = HolmCorrection.Adjusted([.. pairs.Select(pair => RatioInterval.Of(arms[pair.i], arms[pair.j]).PValue ?? 1)]);
        var result = Enumerable.Repeat(true, arms.Count).ToArray();
        foreach (var ((i, j), p) in pairs.Zip(adjusted))
        {
            if ((i == best || j == best) && p <= alpha)
            {
                result[i == best ? j : i] = false;
            }
        }

        return result;
    }
}
