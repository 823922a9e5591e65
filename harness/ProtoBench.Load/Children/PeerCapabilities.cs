using ProtoBench.Protocols;

namespace ProtoBench.Load.Children;

/// <summary>What a peer can play on its machine.</summary>
/// <param name="Protocols">Every protocol its build speaks, as scenarios name it; with each of its backends where it has several, such as
/// <c>http3/msquic</c>.</param>
/// <param name="Cannot">Those of them that do not run there, each with why, and the remedy.</param>
/// <param name="Requests">Does it know requests of the user's own, <c>reuse</c> and <c>think</c>? Builds that did not tell do not.</param>
public sealed record PeerCapabilities(
    IReadOnlyList<string> Protocols, IReadOnlyDictionary<string, string> Cannot, bool Requests = false)
{
    /// <summary>Those of this process. Loads every library a protocol could need.</summary>
    internal static PeerCapabilities OfThisProcess()
    {
        var all = ProtocolCatalog.All
            .SelectMany(protocol => new string?[] { null }.Concat(protocol.Traits.Backends), (protocol, backend) => (protocol, backend))
            .ToList();
        return new PeerCapabilities(
            [.. all.Select(one => NameOf(one.protocol.Name, one.backend))],
            all.Select(one => (Name: NameOf(one.protocol.Name, one.backend), Reason: one.protocol.UnsupportedReasonOf(one.backend)))
                .Where(one => one.Reason is not null)
                .ToDictionary(one => one.Name, one => one.Reason!),
            Requests: true);
    }

    /// <summary>
    /// Why it cannot play a protocol with a backend (null: the default one), as the end of a sentence that begins with the peer; null when
    /// it can.
    /// </summary>
    public string? WhyNot(string protocol, string? backend) =>
        WhyUnknown(protocol, backend)
            ?? (Cannot.TryGetValue(NameOf(protocol, backend), out var reason)
                ? $"cannot run {NameOf(protocol, backend)}: {reason}"
                : null);

    /// <summary>The same of what its build knows, whatever its machine lacks.</summary>
    public string? WhyUnknown(string protocol, string? backend) =>
        Protocols.Contains(NameOf(protocol, backend)) ? null : $"does not know {NameOf(protocol, backend)}";

    private static string NameOf(string protocol, string? backend) => backend is null ? protocol : $"{protocol}/{backend}";
}
