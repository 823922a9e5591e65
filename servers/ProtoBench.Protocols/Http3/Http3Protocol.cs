using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Shared.Codecs;
using ProtoBench.Protocols.Shared.Msquic;
using ProtoBench.Protocols.Shared.QuicStreams;
using ProtoBench.Protocols.Shared.Sites;
using ProtoBench.Quic;
using ProtoBench.Quic.Kestrel;

namespace ProtoBench.Protocols.Http3;

/// <summary>
/// HTTP/3 (RFC 9114) with the handlers of the other HTTP versions: Kestrel serves over ngtcp2 and nghttp3 asks, or all of it is .NET's own
/// over msquic.
/// </summary>
public sealed class Http3Protocol : IProtocol
{
    private const string Alpn = "h3";

    public string Name => "http3";

    public string Description => "HTTP/3 on ProtoBench.Quic: Kestrel and a client of our own; or on msquic: Kestrel and HttpClient";

    public ProtocolTraits Traits { get; } = new()
    {
        Multiplexed = true,
        MessageStreams = true,
        SendsRequests = true,
        EventRequests = true,
        KnowsRequests = true,
        Codecs = true,
        Compresses = true,
        OverTcp = false,
        OverQuic = true,
        SupportsTls = true,
        Drains = true,
        RequiresTls = true,
        Backends = QuicBackend.All,
        ColourSlot = 5,
        UrlScheme = "http",
        Curl = new(Plain: null, "--http3-only"),
    };

    public string? UnsupportedReason => QuicSupport.UnsupportedReason;

    public string? UnsupportedReasonOf(string? backend) => QuicBackend.UnsupportedReason(backend);

    public KeepAliveTerms? TermsOf(KeepAlive keepAlive) => keepAlive.ByProtocol ? KeepAliveTerms.OfQuic(keepAlive) : null;

    public async ValueTask<IProtocolServer> ListenAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        var uploads = new TransferMeter();
        var routes = new HttpRoutes(uploads, settings, mustFlush: true);
        if (OperatingSystem.IsLinux() && QuicBackend.IsMsquic(settings))
        {
            return await Http3Listen.ListenAsync(settings, routes, uploads, cancellationToken);
        }

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
        if (OperatingSystem.IsLinux() && QuicBackend.IsMsquic(settings))
        {
            return new MultiplexedHttpConnection(await Http3Dial.DialAsync(settings, cancellationToken).ConfigureAwait(false), settings);
        }

        var options = QuicOptionsOf.Client(settings, Alpn);
        var began = Stopwatch.GetTimestamp();
        var peer = await QuicDial.ConnectAsync(
            settings, options, Name, QuicClient.ConnectHttp3Async, cancellationToken).ConfigureAwait(false);
        var facts = CodedFacts.Describe(
            ClientTls.Tell(QuicFacts.Describe(peer, options, "HTTP/3", QuicSupport.HttpVersions), settings),
            settings,
            "plain HTTP POST",
            "HTTP/3");
        var authority = settings.Site is { } site
            ? SiteAddress.HostOf(site, secure: true)
            : $"{options.HostName}:{((IPEndPoint)settings.EndPoint).Port}";
        return new Http3Connection(peer, authority, facts, settings) { Phases = new ConnectionPhases(0, PhaseTime.Since(began), 0) };
    }
}
