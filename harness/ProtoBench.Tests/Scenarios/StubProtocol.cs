using ProtoBench.Contract;
using ProtoBench.Protocols;

namespace ProtoBench.Tests.Scenarios;

/// <summary>A protocol that only has traits.</summary>
/// <param name="Name">As in scenarios.</param>
/// <param name="Traits">What decides about cells.</param>
/// <param name="UnsupportedReason">Of the protocol on its default backend.</param>
/// <param name="OtherBackends">Why its other backends are unsupported.</param>
internal sealed record StubProtocol(
    string Name, ProtocolTraits Traits, string? UnsupportedReason = null, string? OtherBackends = null) : IProtocol
{
    public static ProtocolTraits Quic => new()
    {
        SupportsTls = true,
        RequiresTls = true,
        Multiplexed = true,
        MessageStreams = true,
        OverTcp = false,
        OverQuic = true,
        Backends = ["ngtcp2", "msquic"],
    };

    /// <summary>The protocols there are with their own traits, on a machine that can run each of them.</summary>
    public static IReadOnlyList<IProtocol> Catalog { get; } =
        [.. ProtocolCatalog.All.Select(protocol => new StubProtocol(protocol.Name, protocol.Traits))];

    public string Description => "only traits";

    public KeepAliveTerms? TermsOf(KeepAlive keepAlive) => ProtocolCatalog.Find(Name)?.TermsOf(keepAlive);

    public string? UnsupportedReasonOf(string? backend) =>
        backend is null || Traits.Backends is [var first, ..] && backend == first ? UnsupportedReason : OtherBackends;

    public ValueTask<IProtocolServer> ListenAsync(EndpointSettings settings, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<IProtocolConnection> ConnectAsync(EndpointSettings settings, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
