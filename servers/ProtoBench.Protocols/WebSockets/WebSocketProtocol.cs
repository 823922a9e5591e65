using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Lean;

namespace ProtoBench.Protocols.WebSockets;

/// <summary>
/// WebSocket (RFC 6455) over HTTP/1.1, or over an HTTP/2 stream (RFC 8441), one exchange at a time. Binary messages, no compression
/// (RFC 7692), no keep-alive pings.
/// </summary>
public sealed class WebSocketProtocol : IProtocol
{
    private const string OverHttp1 = "http1";
    private const string OverHttp2 = "http2";

    public string Name => "websocket";

    public string Description => "binary messages (RFC 6455) over HTTP/1.1, or over an HTTP/2 stream (RFC 8441)";

    public ProtocolTraits Traits { get; } = new()
    {
        SupportsTls = true,
        Drains = true,
        KnowsRequests = true,
        SupportsLean = true,
        MessageStreams = true,
        Codecs = true,
        SendsRequests = true,
        RequestForm = RequestForm.Message,
        Carriers = [new(OverHttp1, "HTTP/1.1"), new(OverHttp2, "HTTP/2")],
        ColourSlot = 6,
        UrlScheme = "ws",
    };

    public string? UnsupportedReason => null;

    public IReadOnlyList<string>? RoundTripsUntilFirstResponse(ConnectionFacts facts) => ColdRoundTrips.Of(Traits, facts, "upgrade");

    public KeepAliveTerms? TermsOf(KeepAlive keepAlive) =>
        keepAlive.ByTransport ? KeepAliveTerms.OfTcp(keepAlive) : KeepAliveTerms.OfPings("WebSocket ping", keepAlive);

    public async ValueTask<IProtocolServer> ListenAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        var uploads = new TransferMeter();
        var upgrade = new WebSocketUpgrade(uploads, settings);
        var host = await KestrelHost.StartAsync(settings, DialectOf(settings), uploads, upgrade.HandleAsync, cancellationToken);
        host.Draining = upgrade.EndAsync;
        return host;
    }

    public async ValueTask<IProtocolConnection> ConnectAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Lean)
        {
            return await ConnectLeanAsync(settings, cancellationToken);
        }

        // It asks by its own pings; those of HTTP/2 below would ask the same peer.
        var below = settings.KeepAlive is { ByProtocol: true } ? settings with { KeepAlive = null } : settings;
        var carrier = await HttpCarrier.DialAsync(below, DialectOf(settings), Name, cancellationToken);
        try
        {
            return await WebSocketConnection.UpgradeAsync(carrier, settings, cancellationToken);
        }
        catch
        {
            await carrier.DisposeAsync();
            throw;
        }
    }

    private async ValueTask<IProtocolConnection> ConnectLeanAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        SettingsCheck.RequireTcpAndAsync(settings);
        if (!Traits.LeanOver(settings.Over))
        {
            throw new NotSupportedException($"the lean client carries WebSocket over {OverHttp1} only, not over '{settings.Over}'");
        }

        if (settings.Site is { Deflate: true })
        {
            throw new NotSupportedException("the lean client offers no compression; remove it, or use client: dotnet");
        }

        var connection = (LeanWebSocket)await LeanDial.OverHttp1Async(
            settings,
            "WebSocket over HTTP/1.1",
            (channel, peer) =>
            {
                var created = new LeanWebSocket(channel, peer, settings);
                channel.Start(created);
                return created;
            },
            cancellationToken);
        try
        {
            await connection.OpenAsync(settings.Site, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static HttpDialect DialectOf(EndpointSettings settings) => settings.Over switch
    {
        null or OverHttp1 => HttpDialect.Http1,
        OverHttp2 => HttpDialect.Http2,
        var other => throw new NotSupportedException($"websocket runs over {OverHttp1} or {OverHttp2}, not over '{other}'"),
    };
}
