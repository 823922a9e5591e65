using static ProtoBench.Quic.Native.Ngtcp2;

namespace ProtoBench.Quic.Connections;

/// <summary>Gives ended streams back to the peer's limit.</summary>
internal sealed class StreamCredit(bool server, long maximumStreams)
{
    // In parts of the limit. One by one, every response would come with a MAX_STREAMS frame (RFC 9000, section 19.11) that the client has
    // to acknowledge at once: a packet of its own.
    private const int Parts = 32;

    private int _ended;

    public void OnStreamClosed(nint connection, long streamId)
    {
        // Bit 0 of an id says who opened the stream, bit 1 whether it is unidirectional (RFC 9000, section 2.1).
        var openedByPeer = (streamId & 1) == (server ? 0 : 1);
        if (openedByPeer && (streamId & 2) == 0)
        {
            _ended++;
            if (_ended >= maximumStreams / Parts)
            {
                ngtcp2_conn_extend_max_streams_bidi(connection, (nuint)_ended);
                _ended = 0;
            }
        }
        else if (openedByPeer)
        {
            ngtcp2_conn_extend_max_streams_uni(connection, 1);
        }
    }
}
