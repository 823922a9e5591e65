using ProtoBench.Quic.Connections;
using ProtoBench.Quic.Http3;
using ProtoBench.Quic.Options;

namespace ProtoBench.Quic;

/// <summary>Opens connections.</summary>
public static class QuicClient
{
    /// <summary>Connects and finishes the handshake.</summary>
    /// <exception cref="QuicException">Nobody listens, the certificate is not accepted, or the peer speaks another protocol.</exception>
    public static async Task<QuicStreamPeer> ConnectAsync(QuicOptions options, CancellationToken cancellationToken)
    {
        var peer = new QuicStreamPeer(handler: null);
        await ClientEndpoint.ConnectAsync(options, peer, cancellationToken).ConfigureAwait(false);
        return peer;
    }

    /// <summary>As <see cref="ConnectAsync"/>, for HTTP/3.</summary>
    public static async Task<Http3Peer> ConnectHttp3Async(QuicOptions options, CancellationToken cancellationToken)
    {
        var peer = new Http3Peer();
        await ClientEndpoint.ConnectAsync(options, peer, cancellationToken).ConfigureAwait(false);
        return peer;
    }
}
