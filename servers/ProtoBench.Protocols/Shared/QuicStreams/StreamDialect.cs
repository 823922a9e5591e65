using ProtoBench.Contract;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>How requests are made on one connection: the difference between plain QUIC streams and HTTP/3. Loop thread only.</summary>
internal abstract class StreamDialect(QuicPeer peer)
{
    public QuicPeer Peer => peer;

    /// <summary>Error code for a request that nobody waits for any more.</summary>
    public abstract ulong CancelCode { get; }

    /// <summary>Code of an ordinary CONNECTION_CLOSE.</summary>
    public abstract ulong NoErrorCode { get; }

    /// <summary>Does a response start with a status?</summary>
    public abstract bool HasStatus { get; }

    public abstract void OpenExchange(IQuicStreamHandler handler, int requestBytes, int responseBytes);

    public abstract void OpenDownload(IQuicStreamHandler handler, Transfer transfer);

    public abstract void OpenUpload(IQuicStreamHandler handler);

    public abstract void OpenMessages(IQuicStreamHandler handler, string application);

    /// <summary>Writes what precedes the payload of an exchange.</summary>
    public abstract void BeginExchange(QuicChannel stream, int requestBytes, int responseBytes);

    public abstract void BeginDownload(QuicChannel stream, Transfer transfer);

    public abstract void BeginUpload(QuicChannel stream);

    public abstract void BeginMessages(QuicChannel stream, string application);

    /// <summary>As <see cref="BeginMessages"/>, for a flow whose messages go in DATAGRAM frames. Only plain QUIC streams have it.</summary>
    public virtual void BeginDatagrams(QuicChannel stream, string application) =>
        throw new NotSupportedException("this protocol has no flows of datagrams");

    /// <summary>The count a server answers an upload with.</summary>
    public abstract bool TryParseCount(ReadOnlySpan<byte> answer, out long count);
}
