using System.IO.Compression;
using Grpc.AspNetCore.Server;
using Grpc.Net.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Lean;

namespace ProtoBench.Protocols.Grpc;

/// <summary>
/// gRPC as .NET has it, grpc-dotnet: Grpc.AspNetCore.Server on Kestrel, and Grpc.Net.Client over one connection. Unary, server streaming,
/// client streaming and bidirectional streaming calls.
/// </summary>
/// <param name="deadline">Of every call: sent to the server and kept by the client, a time-out when it is over. Default: none, only the
/// caller's token.</param>
public sealed class GrpcProtocol(TimeSpan? deadline = null) : IProtocol
{
    /// <summary>What the facts of a connection call it.</summary>
    internal const string StandardName = "gRPC over HTTP/2";

    public string Name => "grpc";

    public string Description =>
        "grpc-dotnet 2.85.0 over HTTP/2: Grpc.AspNetCore.Server on Kestrel, and Grpc.Net.Client; all four kinds of call";

    public ProtocolTraits Traits { get; } = new()
    {
        SupportsTls = true,
        Drains = true,
        KnowsRequests = true,
        SupportsLean = true,
        Multiplexed = true,
        MessageStreams = true,
        Codecs = true,
        Compresses = true,
        SendsRequests = true,
        RequestForm = RequestForm.Call,
        ColourSlot = 7,
        UrlScheme = "http",
    };

    public string? UnsupportedReason => null;

    public KeepAliveTerms? TermsOf(KeepAlive keepAlive) =>
        keepAlive.ByTransport ? KeepAliveTerms.OfTcp(keepAlive) : KeepAliveTerms.OfPings("HTTP/2 PING", keepAlive);

    public async ValueTask<IProtocolServer> ListenAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        var uploads = new TransferMeter();
        var service = new BenchService(uploads, settings);
        var orders = new OrderService(settings);
        return await KestrelHost.StartAsync(
            settings,
            HttpDialect.Http2,
            uploads,
            services =>
            {
                services.AddSingleton(service);
                services.AddSingleton(orders);
                services.AddGrpc();

                // As on the client's side. Configured after AddGrpc, whose own setup would fill an empty list of compressions again.
                services.Configure<GrpcServiceOptions>(options =>
                {
                    options.MaxReceiveMessageSize = GrpcLibrary.LargestMessageOf(settings);
                    options.MaxSendMessageSize = GrpcLibrary.LargestMessageOf(settings);
                    options.CompressionProviders.Clear();
                    if (settings.Compress)
                    {
                        options.CompressionProviders.Add(new GzipCompressionProvider(CompressionLevel.Fastest));
                        options.ResponseCompressionAlgorithm = CompressingChannels.NameOf(RpcCompression.Gzip);
                        options.ResponseCompressionLevel = CompressionLevel.Fastest;
                    }
                });
            },
            endpoints =>
            {
                endpoints.MapGrpcService<BenchService>();
                endpoints.MapGrpcService<OrderService>();
            },
            cancellationToken);
    }

    public async ValueTask<IProtocolConnection> ConnectAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Lean)
        {
            SettingsCheck.RequireTcpAndAsync(settings);
            return await LeanDial.Http2Async(settings, StandardName, new LeanCalls(), cancellationToken);
        }

        return new GrpcConnection(
            await HttpCarrier.DialAsync(settings, HttpDialect.Http2, Name, cancellationToken), settings, deadline);
    }
}
