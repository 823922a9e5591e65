namespace ProtoBench.Commands;

/// <summary>What <c>protobench list --json</c> prints.</summary>
public sealed record Listing(IReadOnlyList<ListedProtocol> Protocols, IReadOnlyList<ListedScenario> Scenarios);

/// <summary>One scenario file.</summary>
public sealed record ListedScenario(string Path, string Title);

/// <summary>One protocol of the catalog.</summary>
public sealed record ListedProtocol(
    string Name,
    string? Unsupported,
    bool Multiplexed,
    bool Tls,
    bool Blocking,
    IReadOnlyList<string> Carriers,
    IReadOnlyList<string> Backends,
    int MaximumMessageBytes);
