namespace ProtoBench.Analysis.History;

/// <summary>
/// From one run of a scenario to the next, what must be equal for a comparison was not: their figures are in different series.
/// </summary>
/// <param name="Run">The first run in the other environment.</param>
/// <param name="Time">When it began.</param>
/// <param name="Differences">What changed, such as <c>kernel: 6.1.0 → 6.18.44</c>.</param>
internal sealed record EnvironmentChange(string Run, DateTimeOffset Time, IReadOnlyList<string> Differences)
{
    /// <param name="points">Of one scenario, oldest first.</param>
    public static IReadOnlyList<EnvironmentChange> Between(IReadOnlyList<HistoryPoint> points) =>
    [
        .. points.Zip(points.Skip(1))
            .Where(pair => (pair.First.Fingerprint, pair.First.ScenarioHash) != (pair.Second.Fingerprint, pair.Second.ScenarioHash))
            .Select(pair => new EnvironmentChange(pair.Second.Run, pair.Second.Time, [.. Named(pair.First, pair.Second)])),
    ];

    /// <summary>What is not equal, by name.</summary>
    public static IEnumerable<string> Named(HistoryPoint before, HistoryPoint after)
    {
        if (before.ScenarioHash != after.ScenarioHash)
        {
            yield return "conditions of the scenario (duration, warm-up, timeout, runtime, pinning or idle)";
        }

        foreach (var name in before.Environment.Keys.Union(after.Environment.Keys, StringComparer.Ordinal))
        {
            var (old, now) = (before.Environment.GetValueOrDefault(name, "absent"), after.Environment.GetValueOrDefault(name, "absent"));
            if (old != now)
            {
                yield return $"{name}: {old} → {now}";
            }
        }
    }
}
