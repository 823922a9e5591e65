using ProtoBench.Contract;
using ProtoBench.Protocols.Lean;

namespace ProtoBench.Protocols.Http;

/// <summary>HTTP semantics (RFC 9110) over TCP in one exact version: Kestrel serves, SocketsHttpHandler asks.</summary>
public sealed class HttpProtocol : IProtocol
{
    private readonly HttpDialect _dialect;

    private HttpProtocol(string name, string description, HttpDialect dialect, ProtocolTraits traits)
    {
        Name = name;
        Description = description;
        _dialect = dialect;
        Traits = traits;
    }

    /// <summary>HTTP/1.1 (RFC 9112): one exchange at a time, or with the lean client pipelined ones.</summary>
    public static HttpProtocol Http1 { get; } = new(
        "http1",
        "HTTP/1.1 exactly: Kestrel and SocketsHttpHandler",
        HttpDialect.Http1,
        new()
        {
            SupportsTls = true,
            Drains = true,
            SupportsLean = true,
            ServesLean = true,
            Pipelines = true,
            SendsRequests = true,
            EventRequests = true,
            KnowsRequests = true,
            ServerResets = true,
            Codecs = true,
            Compresses = true,
            ColourSlot = 3,
            UrlScheme = "http",
            Curl = new("--http1.1", "--http1.1"),
        });

    /// <summary>HTTP/2 (RFC 9113); plaintext by prior knowledge (section 3.3).</summary>
    public static HttpProtocol Http2 { get; } = new(
        "http2",
        "HTTP/2 exactly: Kestrel and SocketsHttpHandler",
        HttpDialect.Http2,
        new()
        {
            SupportsTls = true,
            Drains = true,
            SupportsLean = true,
            Multiplexed = true,
            MessageStreams = true,
            SendsRequests = true,
            EventRequests = true,
            KnowsRequests = true,
            ServerResets = true,
            Codecs = true,
            Compresses = true,
            ColourSlot = 4,
            UrlScheme = "http",

            // Without TLS there is no ALPN, and the server does not upgrade from HTTP/1.1.
            Curl = new("--http2-prior-knowledge", "--http2"),
        });

    public string Name { get; }

    public string Description { get; }

    public ProtocolTraits Traits { get; }

    public string? UnsupportedReason => null;

    public KeepAliveTerms? TermsOf(KeepAlive keepAlive) => keepAlive.ByTransport
        ? KeepAliveTerms.OfTcp(keepAlive)
        : ReferenceEquals(_dialect, HttpDialect.Http2) ? KeepAliveTerms.OfPings("HTTP/2 PING", keepAlive) : null;

    public async ValueTask<IProtocolServer> ListenAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        if (settings.ServeWith == ServerMake.Lean)
        {
            return Traits.ServesLean
                ? LeanHost.Start(settings)
                : throw new NotSupportedException($"{Name} has no lean server; serve with dotnet");
        }

        var uploads = new TransferMeter();
        var routes = new HttpRoutes(uploads, settings);
        return await KestrelHost.StartAsync(settings, _dialect, uploads, routes.HandleAsync, cancellationToken);
    }

    public async ValueTask<IProtocolConnection> ConnectAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Lean)
        {
            SettingsCheck.RequireTcpAndAsync(settings);
            return await (Traits.Multiplexed
                ? LeanDial.Http2Async(settings, cancellationToken)
                : LeanDial.Http1Async(settings, cancellationToken));
        }

        var carrier = await HttpCarrier.DialAsync(settings, _dialect, Name, cancellationToken);
        return Traits.MessageStreams ? new MultiplexedHttpConnection(carrier, settings) : new HttpConnection(carrier, settings);
    }
}
