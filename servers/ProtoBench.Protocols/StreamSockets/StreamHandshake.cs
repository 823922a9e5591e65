using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using ProtoBench.Contract;

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
    public static async ValueTask<Stream> ConnectAsync(Socket socket, EndpointSettings settings, CancellationToken cancellationToken)
    {
        var plain = new NetworkStream(socket, ownsSocket: false);
        if (settings.Tls is not { } identity)
        {
            return plain;
        }

        var tls = new SslStream(plain);
        var options = identity.ClientOptions();
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

            return tls;
        }
        catch (AuthenticationException error)
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            throw new IOException(
                $"TLS to '{identity.HostName}' failed: {error.Message} Client and server of a trial must use the same certificate.", error);
        }
    }
}
