
using ProtoBench.Quic.Options;

namespace ProtoBench.Quic.Streams;

/// <summary>What happens on one stream. Every method runs on the loop's thread and must not block.</summary>
public interface IQuicStreamHandler
{
    /// <summary>The stream this handler asked for exists; it may be written to. Not called on streams the peer opened.</summary>
    void OnOpened(QuicChannel stream);

    /// <summary>HTTP/3 only: the response's status.</summary>
    void OnStatus(QuicChannel stream, int status)
    {
    }

    /// <summary>HTTP/3 only: where the response says that the answer is, in the octets of its Location field.</summary>
    void OnLocation(QuicChannel stream, ReadOnlySpan<byte> location)
    {
    }

    /// <summary>HTTP/3 only: what the response says that it is, in the octets of its Content-Type field.</summary>
    void OnContentType(QuicChannel stream, ReadOnlySpan<byte> type)
    {
    }

    /// <summary>
    /// Bytes arrived in order. Returns how many of them are consumed at once; the rest is owed to <see cref="QuicChannel.Consume"/>.
    /// </summary>
    int OnBytes(QuicChannel stream, ReadOnlySpan<byte> bytes);

    /// <summary>The peer has sent everything it wanted to.</summary>
    void OnEnd(QuicChannel stream);

    /// <summary>The unsent bytes are nearly gone; called once per <see cref="QuicChannel.RequestSpace"/>.</summary>
    void OnSendSpace(QuicChannel stream);

    /// <summary>The peer abandoned what it was sending (RESET_STREAM).</summary>
    void OnPeerReset(QuicChannel stream, ulong errorCode);

    /// <summary>The peer no longer wants what is sent to it (STOP_SENDING).</summary>
    void OnPeerStopped(QuicChannel stream, ulong errorCode);

    /// <summary>The last call. <paramref name="error"/> is null when the stream ended in the ordinary way on both sides.</summary>
    void OnClosed(QuicChannel stream, QuicException? error);
}
