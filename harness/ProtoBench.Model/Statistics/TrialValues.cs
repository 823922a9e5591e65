namespace ProtoBench.Model.Statistics;

/// <summary>One arm's trials.</summary>
/// <param name="Values">One positive value a trial.</param>
/// <param name="Rounds">
/// The round each was measured in, no two in the same; null where trials had the machine to themselves, so that none belongs to one of
/// another arm.
/// </param>
internal sealed record TrialValues(IReadOnlyList<double> Values, IReadOnlyList<int>? Rounds = null)
{
    /// <summary>This one's logarithm minus the other's, for each round that has both; null where one of them has no rounds.</summary>
    public IReadOnlyList<double>? Differences(TrialValues other)
    {
        if (Rounds is null || other.Rounds is null)
        {
            return null;
        }

        var theirs = other.Rounds.Zip(other.Values).ToDictionary(trial => trial.First, trial => trial.Second);
        return
        [
            .. Rounds.Zip(Values)
                .Where(trial => theirs.ContainsKey(trial.First))
                .Select(trial => Math.Log(trial.Second) - Math.Log(theirs[trial.First])),
        ];
    }
}
