namespace ProtoBench.Reading.Scenarios;

/// <summary>What the command line changes about a scenario file before it is checked.</summary>
public sealed record ScenarioOverrides
{
    public static ScenarioOverrides None { get; } = new();

    /// <summary>
    /// <c>path=value</c> each, applied in order: a path of keys and list positions (from 0) joined by dots, a value written as YAML.
    /// For example <c>workloads.echo.request=1 KiB</c> or <c>loads=[{closed: 4}]</c>.
    /// </summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>Keep only the arms whose label or protocol is among these. Empty keeps all.</summary>
    public IReadOnlyList<string> Protocols { get; init; } = [];

    /// <summary>Replaces the scenario's hosts, as <c>--hosts</c> has them: the server's, then those of clients; null keeps them.</summary>
    public string? Hosts { get; init; }

    /// <summary>Replaces the scenario's seed; null keeps it.</summary>
    public int? Seed { get; init; }
}
