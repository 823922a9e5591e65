namespace ProtoBench.Commands;

/// <summary>What <c>protobench list --json</c> prints.</summary>
public sealed record Listing(IReadOnlyList<ListedProtocol> Protocols, IReadOnlyList<ListedScenario> Scenarios);
