using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Compression;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Http;

namespace ProtoBench.Protocols.Grpc;

/// <summary>
/// The library's channels over one connection, one for each compression that calls ask for: which compressions are offered to a server is
/// a setting of the channel, not of the call.
/// </summary>
internal sealed class CompressingChannels(HttpCarrier carrier, CarrierHandler handler, int largestMessageBytes) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly GrpcChannel?[] _channels = new GrpcChannel?[Enum.GetValues<RpcCompression>().Length];
    private readonly CallInvoker?[] _invokers = new CallInvoker?[Enum.GetValues<RpcCompression>().Length];

    /// <summary>What <c>grpc-encoding</c> calls it.</summary>
    public static string NameOf(RpcCompression compression) => compression switch
    {
        RpcCompression.Gzip => "gzip",
        RpcCompression.Deflate => "deflate",
        _ => "identity",
    };

    /// <summary>What makes calls that offer this compression and no other.</summary>
    public CallInvoker Of(RpcCompression compression) => Volatile.Read(ref _invokers[(int)compression]) ?? Open(compression);

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var channel in _channels)
            {
                channel?.Dispose();
            }
        }
    }

    private CallInvoker Open(RpcCompression compression)
    {
        lock (_gate)
        {
            _channels[(int)compression] ??= GrpcChannel.ForAddress(carrier.Authority, new GrpcChannelOptions
            {
                HttpHandler = handler,
                HttpVersion = carrier.Version,
                HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact,
                MaxReceiveMessageSize = largestMessageBytes,
                MaxSendMessageSize = largestMessageBytes,
                CompressionProviders = ProvidersOf(compression),

                // On, it would make a deadline look like the caller's own cancellation.
                ThrowOperationCanceledOnCancellation = false,
            });
            return _invokers[(int)compression] ??= _channels[(int)compression]!.CreateCallInvoker();
        }
    }

    // Unless a user asks for it, nothing is compressed, as in the other protocols: payload bytes are bytes on the wire. And the library's
    // limits are those of compressed messages; a small one could grow to any size.
    private static IList<ICompressionProvider> ProvidersOf(RpcCompression compression) => compression switch
    {
        RpcCompression.Gzip => [new GzipCompressionProvider(CompressionLevel.Fastest)],
        RpcCompression.Deflate => [new DeflateCompressionProvider(CompressionLevel.Fastest)],
        _ => [],
    };
}
