namespace ProtoBench.Model.Results;

/// <summary>
/// What must be equal for two runs to be comparable: the machines that their sides ran on, and the network between those. Pure.
/// </summary>
public static class RunEnvironment
{
    private const string Here = "this machine";

    /// <summary>One part of a sentence per difference, such as <c>server's kernel: 6.1.0 → 6.18.44</c>; empty: comparable.</summary>
    public static IReadOnlyList<string> Between(RunResult before, RunResult after)
    {
        var own = FingerprintDifference.Between(before.Fingerprint, after.Fingerprint);
        if (before.Hosts is null && after.Hosts is null)
        {
            return own;
        }

        // What the machine is that only starts the sides is no condition of theirs; its build is, for it is copied to them.
        var all = before.Hosts is not null && after.Hosts is not null;
        return
        [
            .. Network(before, after),
            .. Between(before.Hosts ?? [], after.Hosts ?? []),
            .. own.Where(difference => !all || IsOfBuild(difference)),
        ];
    }

    /// <summary>Where hosts have become others since they first told; empty: they are as they were.</summary>
    public static IReadOnlyList<string> Between(IReadOnlyList<RunHost> before, IReadOnlyList<RunHost> after) =>
    [
        .. before.Concat(after).Select(host => host.Role).Distinct(StringComparer.Ordinal).SelectMany(role => Of(
            role, before.FirstOrDefault(host => host.Role == role), after.FirstOrDefault(host => host.Role == role))),
    ];

    /// <summary>The fields of all hosts by role and name, such as <c>server kernel</c>.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Fields(RunResult run) =>
    [
        .. run.Plan.Scenario.Hosts?.Network is { } network ? [new("network", network)] : Array.Empty<KeyValuePair<string, string>>(),
        .. (run.Hosts ?? []).SelectMany(host => FingerprintDifference.Fields(host.Fingerprint)
            .Where(field => !IsOfBuild(field.Key))
            .Select(field => KeyValuePair.Create($"{host.Role} {field.Key}", field.Value))
            .Prepend(new($"{host.Role} host", host.Name))),
    ];

    private static IEnumerable<string> Of(string role, RunHost? before, RunHost? after)
    {
        if (before?.Name != after?.Name)
        {
            yield return $"host of the {role}: {before?.Name ?? Here} → {after?.Name ?? Here}";
        }

        if (before is null || after is null)
        {
            yield break;
        }

        foreach (var difference in FingerprintDifference.Between(before.Fingerprint, after.Fingerprint)
            .Where(difference => !IsOfBuild(difference)))
        {
            yield return $"{role}'s {difference}";
        }
    }

    private static IEnumerable<string> Network(RunResult before, RunResult after)
    {
        var (old, now) = (NameOf(before), NameOf(after));
        return old == now ? [] : [$"network: {old} → {now}"];

        static string NameOf(RunResult run) => run.Hosts is null ? "loopback" : run.Plan.Scenario.Hosts?.Network ?? "without a name";
    }

    // Both are of the program, and alike on all hosts of a run.
    private static bool IsOfBuild(string difference) =>
        difference.StartsWith("tool ", StringComparison.Ordinal) || difference.StartsWith("runtime settings", StringComparison.Ordinal);
}
