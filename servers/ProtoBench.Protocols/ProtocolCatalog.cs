namespace ProtoBench.Protocols;

/// <summary>Every protocol ProtoBench speaks, one line each. The planner, the reports, <c>protobench list</c> and the conformance suite read it.</summary>
public static class ProtocolCatalog
{
    public static IReadOnlyList<IProtocol> All { get; } =
    [
        new StreamSockets.TcpProtocol(),
        new Udp.UdpProtocol(),
        new StreamSockets.UnixProtocol(),
        Http.HttpProtocol.Http1,
        Http.HttpProtocol.Http2,
        new WebSockets.WebSocketProtocol(),
        new Grpc.GrpcProtocol(),
        new Quic.QuicProtocol(),
        new Http3.Http3Protocol(),
    ];

    /// <summary>The protocol scenario files call <paramref name="name"/>, or null.</summary>
    public static IProtocol? Find(string name) => All.FirstOrDefault(protocol => protocol.Name == name);
}
