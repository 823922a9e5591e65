using System.Collections;

namespace ProtoBench.Machine.Programs;

/// <summary>The environment a program of the user's is started with.</summary>
internal static class ProgramEnvironment
{
    /// <summary>
    /// What a peer of ours gets for its own runtime and its children must not inherit: a .NET program would run with the collector of the
    /// scenario's <c>runtime</c>.
    /// </summary>
    private static readonly string[] Ours =
    [
        "DOTNET_gcServer", "DOTNET_gcConcurrent", "DOTNET_TieredPGO", "DOTNET_TieredCompilation", "DOTNET_TC_CallCountingDelayMs",
        ProcessProbe.PoolSpin, ProcessProbe.PoolClimbing, ProcessProbe.InlineCompletions,
    ];

    /// <summary>All of this process's.</summary>
    public static Dictionary<string, string> OfThisProcess() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(one => (string)one.Key, one => (string?)one.Value ?? "", StringComparer.Ordinal);

    /// <summary>The same without what is the peer's alone, and with additions.</summary>
    public static Dictionary<string, string> For(IEnumerable<KeyValuePair<string, string>> additions)
    {
        var environment = OfThisProcess();
        Array.ForEach(Ours, name => environment.Remove(name));
        foreach (var (name, value) in additions)
        {
            environment[name] = value;
        }

        return environment;
    }
}
