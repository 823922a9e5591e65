
using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Options;

namespace ProtoBench.Quic.Streams;

/// <summary>
/// The connection under a peer's streams. All of it is for the loop's thread, but for <see cref="Facts"/>, <see cref="Failure"/> and
/// <see cref="CloseAsync"/>.
/// </summary>
internal interface IStreamCarrier
{
    QuicLoop Loop { get; }

    /// <summary>Null until the handshake has completed.</summary>
    QuicConnectionFacts? Facts { get; }

    /// <summary>Why it is over; null while it is not.</summary>
    QuicException? Failure { get; }

    /// <summary>Ends it with CONNECTION_CLOSE.</summary>
    Task CloseAsync(ulong errorCode);

    /// <summary>Something is to be written in this turn.</summary>
    void MarkDirty();

    /// <summary>Keeps an exception that must not pass native frames; returns what the callback has to.</summary>
    int Fault(Exception error);

    /// <returns>The id, or -1 when the peer allows no further stream now.</returns>
    long OpenStream(bool bidirectional, nint user);

    void SetStreamUser(long streamId, nint user);

    /// <summary>Lets the peer send as many bytes more, on the stream and on the connection.</summary>
    void ExtendWindow(long streamId, long count);

    /// <summary>As <see cref="ExtendWindow"/>, for a stream that is over.</summary>
    void ExtendConnectionWindow(long count);

    /// <summary>RESET_STREAM and STOP_SENDING.</summary>
    void ShutdownStream(long streamId, ulong error);

    /// <summary>STOP_SENDING.</summary>
    void ShutdownStreamRead(long streamId, ulong error);

    /// <summary>RESET_STREAM.</summary>
    void ShutdownStreamWrite(long streamId, ulong error);
}
