namespace ProtoBench.Commands;

/// <summary>What <c>protobench list --json</c> prints.</summary>
public sealed record Listing(
    IReadOnlyList<ListedProtocol> Protocols, IReadOnlyList<ListedKind> Workloads, IReadOnlyList<ListedScenario> Scenarios);

/// <summary>One kind of workload.</summary>
/// <param name="Name">As scenario files call it.</param>
/// <param name="Meaning">What it does.</param>
/// <param name="WhyNot">By protocol: null where it offers the kind, otherwise the reason.</param>
public sealed record ListedKind(string Name, string Meaning, IReadOnlyDictionary<string, string?> WhyNot);

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
