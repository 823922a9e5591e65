using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;

namespace ProtoBench.Protocols.Shared.Sites;

/// <summary>
/// Asks a server that could not be talked to what it does speak, on further connections. Only after a failure, so no measured connection
/// costs anything of it.
/// </summary>
internal static class SiteInquiry
{
    // A server that does not answer for so long will not say what it speaks. A round trip of 500 ms has room for a TLS handshake and a
    // request in it.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    private const int FirstBytes = 64;

    /// <summary>Of h2 and http/1.1, what it chooses; empty: nothing; null: it did not say.</summary>
    public static async Task<string?> AlpnAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        using var limit = Limited(cancellationToken);
        try
        {
            using var socket = await ConnectAsync(settings, limit.Token).ConfigureAwait(false);
            var tls = new SslStream(new NetworkStream(socket));
            await using (tls.ConfigureAwait(false))
            {
                var options = Curious(settings.Site!, SslApplicationProtocol.Http2, SslApplicationProtocol.Http11);
                await tls.AuthenticateAsClientAsync(options, limit.Token).ConfigureAwait(false);
                return tls.NegotiatedApplicationProtocol.ToString();
            }
        }
        catch (Exception error) when (IsSilence(error, cancellationToken))
        {
            return null;
        }
    }

    /// <summary>What it answers to a request of HTTP/1.1 in plain text.</summary>
    public static async Task<PlainAnswer> PlainAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        using var limit = Limited(cancellationToken);
        try
        {
            using var socket = await ConnectAsync(settings, limit.Token).ConfigureAwait(false);
            var request = Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {At(settings.Site!)}\r\nConnection: close\r\n\r\n");
            await socket.SendAsync(request, limit.Token).ConfigureAwait(false);
            var first = new byte[FirstBytes];
            return PlainAnswer.Of(first.AsSpan(0, await socket.ReceiveAsync(first.AsMemory(), limit.Token).ConfigureAwait(false)));
        }
        catch (Exception error) when (IsSilence(error, cancellationToken))
        {
            return PlainAnswer.Of([]);
        }
    }

    /// <summary>What it answers over TLS on TCP, and whether it advertises HTTP/3.</summary>
    public static async Task<TcpAnswer> OverTcpAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        using var limit = Limited(cancellationToken);
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            SslOptions = Curious(settings.Site!),
            ConnectCallback = async (_, token) => new NetworkStream(
                await ConnectAsync(settings, token).ConfigureAwait(false), ownsSocket: true),
        };
        using var invoker = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://{At(settings.Site!)}/")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        try
        {
            using var response = await invoker.SendAsync(request, limit.Token).ConfigureAwait(false);
            var offered = response.Headers.TryGetValues("Alt-Svc", out var values) ? string.Join(", ", values) : null;
            return new TcpAnswer(true, $"HTTP/{(response.Version == HttpVersion.Version20 ? "2" : response.Version)}", offered);
        }
        catch (Exception error) when (error is HttpRequestException || IsSilence(error, cancellationToken))
        {
            return new TcpAnswer(false);
        }
    }

    /// <summary>Host and port, as in a URL.</summary>
    public static string At(ForeignSite site) =>
        site.Host.Contains(':', StringComparison.Ordinal) && !site.Host.StartsWith('[')
            ? $"[{site.Host}]:{site.Port}"
            : $"{site.Host}:{site.Port}";

    private static CancellationTokenSource Limited(CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        return limit;
    }

    private static bool IsSilence(Exception error, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && error is IOException or SocketException or OperationCanceledException
            or System.Security.Authentication.AuthenticationException;

    private static async Task<Socket> ConnectAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        var socket = new Socket(settings.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(settings.EndPoint, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Whom it talks to is judged by the connection that failed; here the answer is only quoted, so any certificate will do.
    private static SslClientAuthenticationOptions Curious(ForeignSite site, params IEnumerable<SslApplicationProtocol> protocols) => new()
    {
        TargetHost = ClientTls.NameOf(site),
        ApplicationProtocols = [.. protocols],
        ClientCertificateContext = site.Trust is { } trust ? TrustMaterial.Of(trust).Client : null,
#pragma warning disable CA5359 // Nothing secret is sent, and nothing that is received is believed.
        RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
    };
}
