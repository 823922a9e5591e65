using ProtoBench.Contract;
using ProtoBench.Protocols.Grpc;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Http3;
using ProtoBench.Protocols.Quic;
using ProtoBench.Protocols.ReliableUdp;
using ProtoBench.Protocols.StreamSockets;
using ProtoBench.Protocols.Udp;
using ProtoBench.Protocols.WebSockets;

namespace ProtoBench.Protocols;

/// <summary>
/// Every protocol ProtoBench speaks, one line each. The planner, the reports, <c>protobench list</c> and the conformance suite read it.
/// </summary>
public static class ProtocolCatalog
{
    public static IReadOnlyList<IProtocol> All { get; } =
    [
        new TcpProtocol(),
        new UdpProtocol(),
        new UnixProtocol(),
        HttpProtocol.Http1,
        HttpProtocol.Http2,
        new WebSocketProtocol(),
        new GrpcProtocol(),
        new QuicProtocol(),
        new Http3Protocol(),
        new ReliableUdpProtocol(),
    ];

    /// <summary>The protocol scenario files call <paramref name="name"/>, or null.</summary>
    public static IProtocol? Find(string name) => All.FirstOrDefault(protocol => protocol.Name == name);
}
