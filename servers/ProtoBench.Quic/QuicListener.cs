using System.Net;
using ProtoBench.Quic.Connections;
using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Native;
using ProtoBench.Quic.Options;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Quic;

/// <summary>A listening endpoint with its loop thread. Disposing it ends its connections and frees the address.</summary>
public sealed class QuicListener : IAsyncDisposable
{
    private readonly ServerEndpoint _endpoint;
    private readonly ulong _closeCode;

    private QuicListener(ServerEndpoint endpoint, IPEndPoint endPoint, ulong closeCode)
    {
        _endpoint = endpoint;
        _closeCode = closeCode;
        EndPoint = endPoint;
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Starts listening; connections are accepted on return.</summary>
    /// <param name="options">Where, and as whom.</param>
    /// <param name="newHandler">Makes the handler of each new connection. Runs on the loop's thread.</param>
    /// <param name="closeCode">What CONNECTION_CLOSE carries when the listener is disposed.</param>
    /// <exception cref="IOException">The address is taken, or the certificate is not usable.</exception>
    public static QuicListener Start(QuicOptions options, Func<IQuicPeerHandler> newHandler, ulong closeCode = 0)
    {
        QuicLibraries.RequireSupported();
        var key = options.PrivateKeyPem ?? throw new ArgumentException("a listener needs the private key", nameof(options));
        var socket = UdpSocket.Bind(options.EndPoint);
        var endPoint = socket.LocalEndPoint;
        var credentials = TlsCredentials.ForServer(options.CertificatePem, key);
        var loop = new QuicLoop($"quic server {endPoint.Port}");
        return new QuicListener(
            new ServerEndpoint(loop, socket, options, credentials, () => new QuicStreamPeer(newHandler())), endPoint, closeCode);
    }

    public async ValueTask DisposeAsync() => await _endpoint.StopAsync(_closeCode).ConfigureAwait(false);
}
