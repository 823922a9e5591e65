using ProtoBench.Protocols.Http;

namespace ProtoBench.Protocols.Grpc;

/// <summary>
/// gRPC as its wire specification has it (grpc/grpc, doc/PROTOCOL-HTTP2.md), framed here over Kestrel and SocketsHttpHandler, with messages by
/// Google.Protobuf. Unary, server streaming and client streaming calls.
/// </summary>
/// <param name="deadline">Sent with every call as grpc-timeout, for the server to keep; the caller's token stays what ends a call on this side. Default: none.</param>
public sealed class GrpcProtocol(TimeSpan? deadline = null) : IProtocol
{
    public string Name => "grpc";

    public ProtocolTraits Traits { get; } = new() { SupportsTls = true, Multiplexed = true };

    public string? UnsupportedReason => null;

    public async ValueTask<IProtocolServer> ListenAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        var uploads = new TransferMeter();
        var service = new BenchService(uploads, settings.VerifyContent, new ServerWork(settings.ServerWork));
        var calls = new GrpcCalls(service);
        return await KestrelHost.StartAsync(settings, HttpDialect.Http2, uploads, calls.HandleAsync, cancellationToken);
    }

    public async ValueTask<IProtocolConnection> ConnectAsync(EndpointSettings settings, CancellationToken cancellationToken) =>
        new GrpcConnection(await HttpCarrier.DialAsync(settings, HttpDialect.Http2, cancellationToken), settings, deadline);
}
