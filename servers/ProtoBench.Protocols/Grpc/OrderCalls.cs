using System.Runtime.CompilerServices;
using Grpc.Core;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Shared.Codecs;

namespace ProtoBench.Protocols.Grpc;

/// <summary>The client's side of typed messages, for all lanes of a connection.</summary>
internal sealed class OrderCalls(MessageCodec codec, CallInvoker invoker, EndpointSettings settings)
{
    private readonly Method<IOrder, IOrder> _method = OrderMethods.Of(codec);

    // How the library is told to compress a call's messages; it keeps the entry to itself.
    private readonly Metadata? _metadata = settings.Compress
        ? new Metadata { { "grpc-internal-encoding-request", CompressingChannels.NameOf(RpcCompression.Gzip) } }
        : null;

    private int _requestBytes = -1;
    private int _responseBytes;

    /// <summary>The library compresses and frames where nobody looks, so what is sent stays unknown.</summary>
    public EncodedSizes? Encoded => _requestBytes < 0 ? null : codec.SizesOf(_requestBytes, _responseBytes);

    /// <exception cref="RpcException">The call did not end with OK; translated by the caller.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask ExchangeAsync(int requestBytes, int responseBytes, CallOptions options)
    {
        (_requestBytes, _responseBytes) = (requestBytes, responseBytes);
        var order = codec.Rent(requestBytes, OrderContent.NextId(), responseBytes);
        var id = order.Id;
        using var call = invoker.AsyncUnaryCall(_method, null, _metadata is null ? options : options.WithHeaders(_metadata), order);
        OrderContent.CheckAnswer(await call.ResponseAsync, id, responseBytes, settings.VerifyContent);
    }
}
