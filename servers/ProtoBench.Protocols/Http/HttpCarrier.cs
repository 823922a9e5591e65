using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Shared.Sites;
using ProtoBench.Protocols.StreamSockets;

namespace ProtoBench.Protocols.Http;

/// <summary>
/// One connection that HTTP requests of one exact version travel on. Over TCP (with TLS when asked for) it is dialled here and then handed
/// to SocketsHttpHandler, which by itself would connect at the first request, pool, and reconnect when it likes.
/// </summary>
internal sealed class HttpCarrier : IAsyncDisposable
{
    /// <summary>What a request that comes after the connection has ended is told.</summary>
    internal const string NeverReconnects = "the connection is closed, and a connection never reconnects";

    private readonly HttpDialect _dialect;
    private readonly IAsyncDisposable _connection;
    private readonly ConnectionWatch? _watch;
    private readonly string? _host;
    private readonly CarrierTls? _tls;
    private volatile bool _isClosed;
    private volatile bool _hasAnswered;

    /// <param name="dialect">The only version to speak.</param>
    /// <param name="handler">Asks over one connection and never over another. Owned by the carrier.</param>
    /// <param name="connection">What to close at the end.</param>
    /// <param name="authority">Scheme, host and port of every request.</param>
    /// <param name="facts">Of the connection.</param>
    /// <param name="host">The Host header (HTTP/3: :authority), where it is not that of <paramref name="authority"/>.</param>
    /// <param name="watch">What sees the connection from below; null where HttpClient makes it.</param>
    /// <param name="tls">What explains failures; null: nothing does.</param>
    internal HttpCarrier(
        HttpDialect dialect,
        SocketsHttpHandler handler,
        IAsyncDisposable connection,
        Uri authority,
        ConnectionFacts facts,
        string? host = null,
        ConnectionWatch? watch = null,
        CarrierTls? tls = null)
    {
        _tls = tls;
        _dialect = dialect;
        _connection = connection;
        _watch = watch;
        Notices = watch?.Notices ?? new ServerNotices();
        _host = host;
        Facts = facts;
        Invoker = new HttpMessageInvoker(handler, disposeHandler: true);
        Authority = authority;
    }

    public Version Version => _dialect.Version;

    public ConnectionFacts Facts { get; }

    /// <summary>Has this side closed the connection?</summary>
    public bool IsClosed => _isClosed;

    /// <summary>What the server has told about the connection.</summary>
    public ServerNotices Notices { get; }

    /// <summary>Scheme, host and port of every request.</summary>
    public Uri Authority { get; }

    /// <summary>Where the time of opening it went.</summary>
    public ConnectionPhases Phases { get; init; }

    /// <summary>
    /// Are responses in HTTP/1.0 accepted, as servers that are not ours may send them to a request in HTTP/1.1 (RFC 9110, 2.5)?
    /// </summary>
    public bool TakesHttp10 { get; init; }

    /// <summary>What sees the connection from below; null where HttpClient makes it.</summary>
    public ConnectionWatch? Watch => _watch;

    /// <summary>For clients that make their requests themselves, such as ClientWebSocket.</summary>
    public HttpMessageInvoker Invoker { get; }

    /// <param name="settings">Where to.</param>
    /// <param name="dialect">The only version to speak.</param>
    /// <param name="name">The protocol that asks, as scenarios call it.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="IOException">Nobody listens, the peer is not trusted, or TLS agreed on another protocol.</exception>
    public static async ValueTask<HttpCarrier> DialAsync(
        EndpointSettings settings, HttpDialect dialect, string name, CancellationToken cancellationToken)
    {
        SettingsCheck.RequireTcpAndAsync(settings);
        var socket = new Socket(settings.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            SocketTuning.Apply(socket, settings);
            var began = Stopwatch.GetTimestamp();
            await socket.ConnectAsync(settings.EndPoint, cancellationToken);
            var phases = new ConnectionPhases(0, PhaseTime.Since(began), 0);
            var watch = new ConnectionWatch(http2: ReferenceEquals(dialect, HttpDialect.Http2));
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            var facts = SocketTuning.Describe(socket, new ConnectionFacts
            {
                Protocol = dialect.StandardName,
                Client = $".NET {Environment.Version} HttpClient (SocketsHttpHandler)",
                Io = IoMode.Async,
                More = dialect.Facts,
            });
            var clientTls = ClientTls.Of(settings);
            var tls = new CarrierTls(settings, clientTls, dialect, name);
            if (clientTls is not null)
            {
                var secured = await tls.SecureAsync(new WatchedSslStream(stream, watch), cancellationToken);
                facts = tls.Describe(secured, facts);
                stream = secured;
                phases = phases with { Tls = PhaseTime.Since(began) - phases.Connect };
            }
            else
            {
                stream = new WatchedStream(stream, watch);
            }

            var authority = settings.Site is { } site
                ? SiteAddress.Of(site, clientTls is not null)
                : settings.Tls is { HostName: var hostName }
                ? new Uri($"https://{hostName}:{((IPEndPoint)settings.EndPoint).Port}")
                : new Uri($"http://{settings.EndPoint}");
            var handler = CreateHandler();
            if (settings.KeepAlive is { ByProtocol: true } asked && ReferenceEquals(dialect, HttpDialect.Http2))
            {
                (handler.KeepAlivePingDelay, handler.KeepAlivePingTimeout) = (asked.After, asked.Within);
            }

            var handedOver = 0;
            handler.ConnectCallback = (_, _) => Interlocked.Exchange(ref handedOver, 1) == 0
                ? ValueTask.FromResult(stream)
                : ValueTask.FromException<Stream>(watch.Refuse());
            return new HttpCarrier(dialect, handler, stream, authority, facts, watch: watch, tls: tls)
            {
                Phases = phases,
                TakesHttp10 = settings.Site is not null && ReferenceEquals(dialect, HttpDialect.Http1),
            };
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
    public HttpRequestMessage CreateRequest(HttpMethod method, string target) => CreateRequest(method, new Uri(Authority, target));

    /// <summary>The same with a target that goes over the wire letter by letter, dots and percent signs included.</summary>
    public HttpRequestMessage CreateExactRequest(HttpMethod method, string target) => CreateRequest(
        method,
        new Uri(
            Authority.GetLeftPart(UriPartial.Authority) + target,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));

    private HttpRequestMessage CreateRequest(HttpMethod method, Uri address)
    {
        var request = new HttpRequestMessage(method, address)
        {
            Version = _dialect.Version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (_host is not null)
        {
            request.Headers.Host = _host;
        }

        return request;
    }

    /// <summary>Sends a request and returns when the response's headers are there.</summary>
    /// <exception cref="BadResponseException">The response is malformed or of another version.</exception>
    /// <exception cref="IOException">The connection is broken.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            var sending = Invoker.SendAsync(request, cancellationToken);
            response = await (ReferenceEquals(_dialect, HttpDialect.Http3) ? LeaveAsync(sending, cancellationToken) : sending);
        }
        catch (HttpRequestException error)
        {
            throw EndBehind(error, responding: false) ?? await ExplainAsync(error, cancellationToken) ?? Translate(error);
        }

        RequireVersion(response);
        return response;
    }

    /// <summary>
    /// Why nothing has ever been answered here by a server that is not ours; null: something has, or the failure means what it says.
    /// </summary>
    public ValueTask<Exception?> ExplainAsync(Exception error, CancellationToken cancellationToken) =>
        _hasAnswered || _tls is null ? ValueTask.FromResult<Exception?>(null) : _tls.ExplainAsync(error, cancellationToken);

    /// <exception cref="BadResponseException">The response is of another version; it has been disposed.</exception>
    public void RequireVersion(HttpResponseMessage response)
    {
        _hasAnswered = true;
        if (response.Version != _dialect.Version && !(TakesHttp10 && response.Version == HttpVersion.Version10))
        {
            response.Dispose();
            throw new BadResponseException($"the response is HTTP/{response.Version}, expected {_dialect.StandardName}");
        }
    }

    /// <summary>
    /// To be called when a response of HTTP/1.1 has been read to its end: notes whether the server closes the connection after it.
    /// </summary>
    /// <exception cref="BadResponseException">The server sent more than the response.</exception>
    public void Complete(HttpResponseMessage response)
    {
        if (_watch is { HasNews: true })
        {
            _watch.Judge(response);
        }
    }

    public ValueTask DisposeAsync()
    {
        _isClosed = true;
        Invoker.Dispose();

        // The handler lets requests in flight finish; the connection must end now, also when no request ever took it over.
        return _connection.DisposeAsync();
    }

    /// <summary>What HttpClient's failure means in the words of the contract.</summary>
    public static Exception Translate(HttpRequestException error)
    {
        for (var cause = error.InnerException; cause is not null; cause = cause.InnerException)
        {
            if (cause is ConnectionEndedException ended)
            {
                return ended;
            }
        }

        return TranslateByKind(error);
    }

    /// <summary>
    /// What a failure of an exchange on this connection means, seen from below HttpClient: a GOAWAY without error fails some exchanges that
    /// the server did not look at, and some whose response has arrived while their request's body was still on its way. Both may be done
    /// again. Null: the failure means what it says.
    /// </summary>
    /// <param name="error">As HttpClient threw it, or with that as its cause.</param>
    /// <param name="responding">Had the response begun?</param>
    public ConnectionEndedException? EndBehind(Exception error, bool responding)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpProtocolException { ErrorCode: 0 })
            {
                return _watch?.RefuseUncut(responding);
            }
        }

        return null;
    }

    private static Exception TranslateByKind(HttpRequestException error) => error.HttpRequestError switch
    {
        HttpRequestError.InvalidResponse or HttpRequestError.VersionNegotiationError or HttpRequestError.ConfigurationLimitExceeded
            when !WasCut(error) => new BadResponseException(error.Message, error),
        _ => new IOException(error.InnerException is { Message: var cause } && !error.Message.Contains(cause, StringComparison.Ordinal)
            ? $"{error.Message} {cause}"
            : error.Message, error),
    };

    // .NET calls it an invalid response when the connection is reset before the server's SETTINGS have come.
    private static bool WasCut(HttpRequestException error)
    {
        for (var cause = error.InnerException; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A handler that keeps to one connection and adds nothing to requests and responses.</summary>
    internal static SocketsHttpHandler CreateHandler() => new()
    {
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

    /// <summary>
    /// A cancelled HTTP/3 request of HttpClient's (10.0.12) was seen to return only after more than 15 s when nothing of the server arrived
    /// any more; its stream's disposal waits for the peer, up to msquic's disconnect timeout of 16 s. Whoever gave it up does not wait for
    /// that.
    /// </summary>
    private static async Task<HttpResponseMessage> LeaveAsync(Task<HttpResponseMessage> sending, CancellationToken cancellationToken)
    {
        try
        {
            return await sending.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _ = sending.ContinueWith(
                late =>
                    late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }
}
