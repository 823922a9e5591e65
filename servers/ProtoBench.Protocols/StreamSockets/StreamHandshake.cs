using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.Sites;

namespace ProtoBench.Protocols.StreamSockets;

/// <summary>Puts TLS on a connected socket where the settings ask for it, waiting as they ask.</summary>
internal static class StreamHandshake
{
    /// <summary>What every accepted connection uses; made once, as it costs more than a handshake. Null for plaintext.</summary>
    public static SslServerAuthenticationOptions? ServerOptions(EndpointSettings settings)
    {
        if (settings.Tls?.ServerOptions() is not { } options)
        {
            return null;
        }

        // Every connection makes a full handshake: whether a ticket was still there would decide what connecting costs.
        options.AllowTlsResume = false;
        return options;
    }

    /// <summary>The server's side.</summary>
    /// <exception cref="AuthenticationException">The client refused the certificate or speaks no TLS 1.3.</exception>
    public static async ValueTask<Stream> AcceptAsync(Socket socket, SslServerAuthenticationOptions? options, IoMode io)
    {
        var plain = new NetworkStream(socket, ownsSocket: false);
        if (options is null)
        {
            return plain;
        }

        var tls = new SslStream(plain);
        try
        {
            if (io == IoMode.Blocking)
            {
                tls.AuthenticateAsServer(options);
            }
            else
            {
                await tls.AuthenticateAsServerAsync(options).ConfigureAwait(false);
            }

            return tls;
        }
        catch
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The client's side.</summary>
    /// <exception cref="IOException">The server is not trusted or speaks no TLS 1.3.</exception>
    public static async ValueTask<Stream> ConnectAsync(
        Socket socket, EndpointSettings settings, ClientTls? client, CancellationToken cancellationToken)
    {
        var plain = new NetworkStream(socket, ownsSocket: false);
        if (client is null)
        {
            return plain;
        }

        var tls = new SslStream(plain);
        var options = client.Options(settings.Site?.Alpn is { } alpn ? [new SslApplicationProtocol(alpn)] : []);
        options.AllowTlsResume = false;
        try
        {
            if (settings.Io == IoMode.Blocking)
            {
                tls.AuthenticateAsClient(options);
            }
            else
            {
                await tls.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
            }

        }
        catch (Exception error) when (settings.Site is not null && error is AuthenticationException or IOException)
        {
            // First, because a server may take one connection at a time, and is asked on another one.
            await tls.DisposeAsync().ConfigureAwait(false);
            socket.Dispose();
            throw await SiteDiagnosis.OfHandshakeAsync(settings, client, "TLS", "tcp", error, cancellationToken).ConfigureAwait(false);
        }
        catch (AuthenticationException error)
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            throw new IOException(
                $"TLS to '{client.ServerName}' failed: {error.Message} Client and server of a trial must use the same certificate.", error);
        }

        if (settings.Site is { Alpn: { } asked } && tls.NegotiatedApplicationProtocol != new SslApplicationProtocol(asked))
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            socket.Dispose();
            throw await SiteDiagnosis.OfAlpnAsync(settings, asked, "alpn", null, cancellationToken).ConfigureAwait(false);
        }

        return tls;
    }
}
