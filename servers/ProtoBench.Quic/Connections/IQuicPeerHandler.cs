using ProtoBench.Quic.Options;

namespace ProtoBench.Quic.Connections;

/// <summary>What happens on one connection. Every method runs on the loop's thread and must not block.</summary>
public interface IQuicPeerHandler
{
    /// <summary>The handshake is complete.</summary>
    void OnConnected(QuicStreamPeer peer);

    /// <summary>The peer opened <paramref name="stream"/>: who shall hear of it?</summary>
    IQuicStreamHandler OnStream(QuicStreamPeer peer, QuicChannel stream);

    /// <summary>The connection is over. Its streams have been told already.</summary>
    void OnClosed(QuicStreamPeer peer, QuicException error);
}
