using System.Diagnostics;
using System.Net;
using System.Net.Quic;
using System.Net.Security;
using System.Runtime.Versioning;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Shared.Sites;

namespace ProtoBench.Protocols.Shared.Msquic;

/// <summary>
/// Connects HttpClient's HTTP/3, which has no hook for a connection made elsewhere: it connects for its first request. So a request is
/// begun, and given up when HttpClient asks for its body, which it does as soon as the handshake is complete.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class Http3Dial
{
    /// <exception cref="IOException">Nobody listens, or the peer is not trusted.</exception>
    public static async ValueTask<HttpCarrier> DialAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        MsquicOptionsOf.Check(settings);
        if (settings.Site is { Trust.ServerName: { } name } known && name != known.Host)
        {
            throw new NotSupportedException(
                $"HttpClient takes the name for TLS from Host, which is {known.Host}; leave server-name out, or take backend: ngtcp2");
        }

        var tls = ClientTls.Of(settings)!;
        var endPoint = (IPEndPoint)settings.EndPoint;
        var first = new FirstConnection();
        var handler = HttpCarrier.CreateHandler();
        handler.SslOptions = first.Watch(tls.Options(SslApplicationProtocol.Http3));
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);

        // The address in the URI, so that no name is resolved; the name in Host, which is what SNI and the certificate's check go by.
        var authority = new Uri($"https://{endPoint}");
        var host = settings.Site is { } site ? SiteAddress.HostOf(site, secure: true) : $"{tls.ServerName}:{endPoint.Port}";
        try
        {
            var began = Stopwatch.GetTimestamp();
            await ConnectAsync(invoker, authority, host, cancellationToken);
            var phases = new ConnectionPhases(0, PhaseTime.Since(began), 0);
            var connection = first.Connection
                ?? throw new IOException("HttpClient connected without a connection that could be described");
            var facts = ClientTls.Tell(
                MsquicFacts.Describe(connection, HttpDialect.Http3.StandardName, "HttpClient (SocketsHttpHandler)", Http3Listen.Facts),
                settings);
            return new HttpCarrier(HttpDialect.Http3, handler, connection, authority, facts, host) { Phases = phases };
        }
        catch (IOException error) when (settings.Site is { } failed)
        {
            handler.Dispose();
            throw SiteDiagnosis.OfTls(failed, tls, error)
                ?? await SiteDiagnosis.OfQuicAsync(settings, "h3", "http3", error, cancellationToken);
        }
        catch
        {
            handler.Dispose();
            throw;
        }
    }

    private static async Task ConnectAsync(HttpMessageInvoker invoker, Uri authority, string host, CancellationToken cancellationToken)
    {
        using var content = new UnsentContent();
        using var request = new HttpRequestMessage(HttpMethod.Post, authority)
        {
            Version = HttpVersion.Version30,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
            Headers = { Host = host },
        };
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = invoker.SendAsync(request, giveUp.Token);
        if (await Task.WhenAny(sending, content.AskedFor) == sending)
        {
            try
            {
                using var response = await sending;
                throw new IOException($"the server answered {(int)response.StatusCode} to a request it has not got");
            }
            catch (HttpRequestException error)
            {
                throw HttpCarrier.Translate(error);
            }
        }

        await giveUp.CancelAsync();
        await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>A request body that says when it could be sent, and never is.</summary>
    private sealed class UnsentContent : HttpContent
    {
        private readonly TaskCompletionSource _askedFor = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task AskedFor => _askedFor.Task;

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            _askedFor.TrySetResult();
            return Task.Delay(Timeout.Infinite, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    /// <summary>Lets the first connection's certificate be judged and no other connection come about.</summary>
    private sealed class FirstConnection
    {
        private QuicConnection? _connection;

        public QuicConnection? Connection => _connection;

        /// <summary>System.Net.Quic calls this with its QuicConnection as sender, which HttpClient shows in no other way.</summary>
        public SslClientAuthenticationOptions Watch(SslClientAuthenticationOptions options)
        {
            var judge = options.RemoteCertificateValidationCallback;
            options.RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
                (judge?.Invoke(sender, certificate, chain, errors) ?? errors == SslPolicyErrors.None)
                && (Interlocked.CompareExchange(ref _connection, sender as QuicConnection, null) is null
                    ? true
                    : throw new ConnectionEndedException(HttpCarrier.NeverReconnects));
            return options;
        }
    }
}
