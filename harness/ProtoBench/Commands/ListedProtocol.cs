namespace ProtoBench.Commands;

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
