namespace ProtoBench.Model.Statistics;

/// <summary>Which arms cannot be told from the best one. Every pair is tested, see <see cref="AllPairs"/>.</summary>
internal static class IndistinguishableFromBest
{
    /// <returns>For each arm in the order given, true for the best and for those not shown to differ from it. An arm with a single trial is
    /// always true, for nothing can be shown about it.</returns>
    /// <param name="arms">The arms' trials.</param>
    /// <param name="pairs">What <see cref="AllPairs"/> made of them.</param>
    /// <param name="lowerIsBetter">True for latencies, false for rates.</param>
    /// <param name="alpha">Chance that any of equal arms is told from the others. Default 0.05.</param>
    /// <exception cref="ArgumentException">An arm has no values, or one that is not positive and finite.</exception>
    public static IReadOnlyList<bool> Of(
        IReadOnlyList<TrialValues> arms, IReadOnlyList<PairEstimate> pairs, bool lowerIsBetter, double alpha = 0.05)
    {
        if (arms.Count == 0)
        {
            return [];
        }

        var means = arms.Select(arm => new LogSample(arm.Values).Mean).ToArray();
        var best = Array.IndexOf(means, lowerIsBetter ? means.Min() : means.Max());
        var result = Enumerable.Repeat(true, arms.Count).ToArray();
        foreach (var pair in pairs.Where(pair => pair.First == best || pair.Second == best))
        {
            result[pair.First == best ? pair.Second : pair.First] = pair.Adjusted > alpha;
        }

        return result;
    }

    /// <summary>The same of arms whose trials had the machine to themselves.</summary>
    /// <inheritdoc cref="Of(IReadOnlyList{TrialValues}, IReadOnlyList{PairEstimate}, bool, double)"/>
    public static IReadOnlyList<bool> Of(IReadOnlyList<IReadOnlyList<double>> arms, bool lowerIsBetter, double alpha = 0.05)
    {
        IReadOnlyList<TrialValues> values = [.. arms.Select(arm => new TrialValues(arm))];
        return Of(values, AllPairs.Of(values), lowerIsBetter, alpha);
    }
}
