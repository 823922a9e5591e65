using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Quic;
using ProtoBench.Quic;
using ProtoBench.Quic.Kestrel;

namespace ProtoBench.Protocols.Http3;

/// <summary>HTTP/3 (RFC 9114): Kestrel serves over ngtcp2 with the handlers of the other HTTP versions, nghttp3 asks.</summary>
public sealed class Http3Protocol : IProtocol
{
    private const string Alpn = "h3";

    public string Name => "http3";

    public ProtocolTraits Traits { get; } = new() { Multiplexed = true, OverTcp = false, SupportsTls = true, RequiresTls = true };

    public string? UnsupportedReason => QuicSupport.UnsupportedReason;

    public async ValueTask<IProtocolServer> ListenAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        var uploads = new TransferMeter();
        var routes = new HttpRoutes(uploads, settings.VerifyContent, new ServerWork(settings.ServerWork), mustFlush: true);
        var transport = new KestrelQuicTransport(QuicOptionsOf.Server(settings, Alpn));
        return await KestrelHost.StartAsync(
            settings,
            HttpDialect.Http3,
            uploads,
            routes.HandleAsync,
            cancellationToken,
            host => host.ConfigureServices(services => services.AddSingleton<IMultiplexedConnectionListenerFactory>(transport)));
    }

    public async ValueTask<IProtocolConnection> ConnectAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        var options = QuicOptionsOf.Client(settings, Alpn);
        var peer = await QuicClient.ConnectHttp3Async(options, cancellationToken).ConfigureAwait(false);
        var facts = QuicFacts.Describe(peer, options, "HTTP/3", QuicSupport.HttpVersions);
        return new StreamConnection(new Http3Dialect(peer, (IPEndPoint)settings.EndPoint, options.HostName), facts, settings);
    }
}
