using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using ProtoBench.Protocols.StreamSockets;

namespace ProtoBench.Protocols.Http;

/// <summary>
/// One TCP connection (with TLS when asked for) that HTTP requests of one exact version travel on. It is dialled here and then handed to
/// SocketsHttpHandler, which by itself would connect at the first request, pool, and reconnect when it likes.
/// </summary>
internal sealed class HttpCarrier : IAsyncDisposable
{
    private readonly HttpDialect _dialect;
    private readonly Stream _stream;
    private readonly SocketsHttpHandler _handler;
    private int _handedOver;

    private HttpCarrier(EndpointSettings settings, HttpDialect dialect, Stream stream, ConnectionFacts facts)
    {
        _dialect = dialect;
        _stream = stream;
        _handler = CreateHandler();
        Facts = facts;
        Invoker = new HttpMessageInvoker(_handler, disposeHandler: true);
        Authority = settings.Tls is { } identity
            ? new Uri($"https://{identity.HostName}:{((IPEndPoint)settings.EndPoint).Port}")
            : new Uri($"http://{settings.EndPoint}");
    }

    public Version Version => _dialect.Version;

    public ConnectionFacts Facts { get; }

    /// <summary>Scheme, host and port of every request.</summary>
    public Uri Authority { get; }

    /// <summary>For clients that make their requests themselves, such as ClientWebSocket.</summary>
    public HttpMessageInvoker Invoker { get; }

    /// <exception cref="IOException">Nobody listens, the peer is not trusted, or TLS agreed on another protocol.</exception>
    public static async ValueTask<HttpCarrier> DialAsync(EndpointSettings settings, HttpDialect dialect, CancellationToken cancellationToken)
    {
        SettingsCheck.RequireTcpAndAsync(settings);
        var socket = new Socket(settings.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            SocketTuning.Apply(socket, settings);
            await socket.ConnectAsync(settings.EndPoint, cancellationToken);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            var facts = SocketTuning.Describe(socket, new ConnectionFacts
            {
                Protocol = dialect.StandardName,
                Client = $".NET {Environment.Version} HttpClient (SocketsHttpHandler)",
                Io = IoMode.Async,
                More = dialect.Facts,
            });
            if (settings.Tls is { } identity)
            {
                var secured = await SecureAsync(stream, identity.ClientOptions(dialect.Alpn), dialect, cancellationToken);
                facts = Describe(secured, facts);
                stream = secured;
            }

            return new HttpCarrier(settings, dialect, stream, facts);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new IOException($"cannot connect to {settings.EndPoint}: {error.Message}", error);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A request of this connection's exact version.</summary>
    public HttpRequestMessage CreateRequest(HttpMethod method, string target) => new(method, new Uri(Authority, target))
    {
        Version = _dialect.Version,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    /// <summary>Sends a request and returns when the response's headers are there.</summary>
    /// <exception cref="BadResponseException">The response is malformed or of another version.</exception>
    /// <exception cref="IOException">The connection is broken.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await Invoker.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException error)
        {
            throw Translate(error);
        }

        if (response.Version != _dialect.Version)
        {
            response.Dispose();
            throw new BadResponseException($"the response is HTTP/{response.Version}, expected {_dialect.StandardName}");
        }

        return response;
    }

    public ValueTask DisposeAsync()
    {
        Invoker.Dispose();

        // The handler lets requests in flight finish; the connection must end now, also when no request ever took the stream over.
        return _stream.DisposeAsync();
    }

    /// <summary>What HttpClient's failure means in the words of the contract.</summary>
    public static Exception Translate(HttpRequestException error) => error.HttpRequestError switch
    {
        HttpRequestError.InvalidResponse or HttpRequestError.VersionNegotiationError or HttpRequestError.ConfigurationLimitExceeded =>
            new BadResponseException(error.Message, error),
        _ => new IOException(error.InnerException is null ? error.Message : $"{error.Message} {error.InnerException.Message}", error),
    };

    private static async Task<SslStream> SecureAsync(
        Stream stream, SslClientAuthenticationOptions options, HttpDialect dialect, CancellationToken cancellationToken)
    {
        options.AllowTlsResume = false;
        var secured = new SslStream(stream);
        try
        {
            await secured.AuthenticateAsClientAsync(options, cancellationToken);
        }
        catch (AuthenticationException error)
        {
            throw new IOException($"the TLS handshake failed: {error.Message} {error.InnerException?.Message}".TrimEnd(), error);
        }

        if (secured.NegotiatedApplicationProtocol != dialect.Alpn)
        {
            throw new IOException($"the server does not speak {dialect.StandardName}: TLS agreed on '{secured.NegotiatedApplicationProtocol}'");
        }

        return secured;
    }

    private static ConnectionFacts Describe(SslStream secured, ConnectionFacts facts) => facts with
    {
        Tls = secured.SslProtocol == SslProtocols.Tls13 ? "TLS 1.3" : secured.SslProtocol.ToString(),
        CipherSuite = secured.NegotiatedCipherSuite.ToString(),
        Alpn = secured.NegotiatedApplicationProtocol.ToString(),
        TlsResumed = false,
    };

    private SocketsHttpHandler CreateHandler() => new()
    {
        ConnectCallback = HandOverAsync,
        MaxConnectionsPerServer = 1,
        EnableMultipleHttp2Connections = false,
        InitialHttp2StreamWindowSize = HttpDialect.Http2StreamWindowBytes,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
        KeepAlivePingDelay = Timeout.InfiniteTimeSpan,
        Expect100ContinueTimeout = TimeSpan.Zero,

        // A download that was stopped is not read to its end in the background.
        MaxResponseDrainSize = 0,
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
    };

    private ValueTask<Stream> HandOverAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        Interlocked.Exchange(ref _handedOver, 1) == 0
            ? ValueTask.FromResult(_stream)
            : ValueTask.FromException<Stream>(new IOException("the connection is closed, and a connection never reconnects"));
}
