
using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Options;

namespace ProtoBench.Quic.Streams;

/// <summary>
/// One QUIC connection as its user sees it: streams in both directions (<see cref="QuicStreamPeer"/>) or HTTP/3 requests
/// (<c>Http3Peer</c>). Posting, closing and reading the facts are safe from any thread; the rest is for the loop's.
/// </summary>
public abstract class QuicPeer
{
    private readonly List<QuicChannel?> _slots = [];
    private readonly Stack<int> _freeSlots = new();
    private readonly Stack<QuicChannel> _spare = new();
    private IStreamCarrier? _connection;

    private protected QuicPeer()
    {
    }

    /// <summary>What was negotiated and counted. Null until the handshake has completed.</summary>
    public QuicConnectionFacts? Facts => _connection?.Facts;

    /// <summary>Why the connection is over, or null while it is not.</summary>
    public QuicException? Failure => Connection.Failure;

    public bool OnLoop => Connection.Loop.OnThread;

    internal IStreamCarrier Connection => _connection ?? throw new InvalidOperationException("the peer has no connection yet");

    /// <summary>The error code for a fault of ours.</summary>
    internal abstract ulong InternalErrorCode { get; }

    internal int OpenStreams => _slots.Count - _freeSlots.Count;

    /// <summary>
    /// Runs <paramref name="work"/> on the loop's thread. When the connection is over it runs all the same and finds <see cref="Failure"/>.
    /// </summary>
    public void Post(ILoopWork work) => Connection.Loop.Post(work);

    /// <summary>Runs <paramref name="work"/> later in this turn of the loop, where any call is allowed. Loop thread only.</summary>
    public void Defer(ILoopWork work) => Connection.Loop.Defer(work);

    /// <summary>Another thread has just been given something to answer. Loop thread only.</summary>
    public void ExpectPosts() => Connection.Loop.ExpectPosts();

    /// <summary>
    /// Ends the connection with CONNECTION_CLOSE; completes when its streams have been told and, on a client, the socket is closed.
    /// </summary>
    public Task CloseAsync(ulong errorCode) => Connection.CloseAsync(errorCode);

    /// <summary>As <see cref="CloseAsync"/>, without waiting.</summary>
    public void Close(ulong errorCode) => _ = Connection.CloseAsync(errorCode);

    internal void Attach(IStreamCarrier connection) => _connection = connection;

    internal abstract void WriteReady(QuicChannel stream);

    internal abstract void Abort(QuicChannel stream, ulong errorCode);

    internal abstract void ResetSending(QuicChannel stream, ulong errorCode);

    internal abstract void StopReceiving(QuicChannel stream, ulong errorCode);

    /// <summary>Streams may be opened: the handshake is complete, or 0-RTT keys are there.</summary>
    internal abstract void OnReady();

    internal virtual void OnEarlyRejected() => FailStreams(new QuicException("the server rejected 0-RTT; what was sent early is lost"));

    internal abstract void OnStreamOpened(long streamId);

    internal abstract void OnStreamBytes(nint user, long streamId, ReadOnlySpan<byte> bytes, bool end);

    internal abstract void OnAcknowledged(nint user, long streamId, ulong count);

    internal abstract void OnStreamClosed(nint user, long streamId, ulong? errorCode);

    internal abstract void OnStreamReset(nint user, long streamId, ulong errorCode);

    internal abstract void OnStopSending(nint user, long streamId, ulong errorCode);

    internal abstract void OnStreamWindow(nint user, long streamId);

    /// <summary>What waits to be sent in DATAGRAM frames; null: nothing ever does.</summary>
    internal virtual DatagramQueue? Datagrams => null;

    /// <summary>A DATAGRAM frame has arrived.</summary>
    internal virtual void OnDatagram(ReadOnlySpan<byte> bytes)
    {
    }

    /// <summary>The peer allows more streams.</summary>
    internal abstract void OnStreamsAllowed();

    internal abstract unsafe bool NextWrite(ref StreamWrite write);

    internal abstract void Wrote(in StreamWrite write, long count, bool packetComplete);

    internal abstract void WriteBlocked(in StreamWrite write);

    internal abstract void WriteRefused(in StreamWrite write);

    /// <summary>The connection is over.</summary>
    internal abstract void OnClosed(QuicException error);

    private protected QuicChannel? StreamOf(nint user) => user == 0 ? null : _slots[(int)user - 1];

    private protected QuicChannel NewStream(long id, IQuicStreamHandler handler)
    {
        if (!_spare.TryPop(out var stream))
        {
            stream = new QuicChannel(this);
        }

        stream.Reuse(id, handler);
        if (!_freeSlots.TryPop(out var slot))
        {
            slot = _slots.Count;
            _slots.Add(null);
        }

        _slots[slot] = stream;
        stream.Slot = slot;
        return stream;
    }

    /// <summary>Tells the handler and gives the stream's memory and slot back.</summary>
    private protected void EndStream(QuicChannel stream, QuicException? error)
    {
        _slots[stream.Slot] = null;
        _freeSlots.Push(stream.Slot);
        stream.Closed = true;
        stream.Pending.Clear();
        if (stream.Owed > 0)
        {
            Connection.ExtendConnectionWindow(stream.Owed);
        }

        var handler = stream.Handler;
        stream.Detach();
        handler.OnClosed(stream, error);
        if (!stream.Queued)
        {
            _spare.Push(stream);
        }
    }

    /// <summary>A closed stream that was still queued can be used again once it has left the queue.</summary>
    private protected void Recycle(QuicChannel stream) => _spare.Push(stream);

    private protected void FailStreams(QuicException error)
    {
        for (var i = 0; i < _slots.Count; i++)
        {
            if (_slots[i] is { } stream)
            {
                EndStream(stream, error);
            }
        }
    }
}
