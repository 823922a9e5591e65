using ProtoBench.Model.Results;

namespace ProtoBench.Analysis.Summaries;

/// <summary>Everything that is known to differ between runs beside what they measured.</summary>
internal static class RunDifferences
{
    /// <summary>For each run after the first what differs from the first: fingerprint, and what the scenario asked for.</summary>
    public static IReadOnlyList<(RunPart Run, IReadOnlyList<string> Differences)> Of(IReadOnlyList<RunPart> parts) =>
    [
        .. parts.Skip(1).Select(part => (part, (IReadOnlyList<string>)
        [
            .. RunEnvironment.Between(parts[0].Run, part.Run),
            .. Asked(parts[0].Run, part.Run),
        ])),
    ];

    private static IEnumerable<string> Asked(RunResult before, RunResult after) =>
        Conditions.AskedFor(before.Plan).Zip(Conditions.AskedFor(after.Plan))
            .Where(pair => pair.First.Value != pair.Second.Value)
            .Select(pair => $"{pair.First.Name}: {pair.First.Value} → {pair.Second.Value}");
}
