using ProtoBench.Contract;

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

    /// <summary>The protocols that shipped scenarios name, with the traits that decide about cells.</summary>
    public static IReadOnlyList<IProtocol> Catalog { get; } =
    [
        new StubProtocol("tcp", new ProtocolTraits { SupportsTls = true, SupportsBlocking = true, MessageStreams = true }),
        new StubProtocol(
            "udp", new ProtocolTraits { Datagram = true, Multiplexed = true, SupportsBlocking = true, MaximumMessageBytes = 65_490 }),
        new StubProtocol("unix", new ProtocolTraits { LocalOnly = true, SupportsBlocking = true, MessageStreams = true }),
        new StubProtocol("http1", new ProtocolTraits { SupportsTls = true }),
        new StubProtocol("http2", new ProtocolTraits { SupportsTls = true, Multiplexed = true, MessageStreams = true }),
        new StubProtocol("websocket", new ProtocolTraits { SupportsTls = true, MessageStreams = true, Carriers = ["http1", "http2"] }),
        new StubProtocol("grpc", new ProtocolTraits { SupportsTls = true, Multiplexed = true, MessageStreams = true }),
        new StubProtocol("quic", Quic),
        new StubProtocol("http3", Quic),
    ];

    public string? UnsupportedReasonOf(string? backend) =>
        backend is null || Traits.Backends is [var first, ..] && backend == first ? UnsupportedReason : OtherBackends;

    public ValueTask<IProtocolServer> ListenAsync(EndpointSettings settings, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<IProtocolConnection> ConnectAsync(EndpointSettings settings, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
