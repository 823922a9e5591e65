
using ProtoBench.Quic.Native;
using ProtoBench.Quic.Options;

namespace ProtoBench.Quic.Streams;

/// <summary>A connection used as plain QUIC streams, which are served in turn, a packet each.</summary>
public sealed class QuicStreamPeer : QuicPeer
{
    private readonly IQuicPeerHandler? _handler;
    private readonly Queue<QuicChannel> _ready = new();
    private readonly Queue<IQuicStreamHandler> _waiting = new();
    private readonly DatagramQueue _datagrams = new();
    private bool _isReady;

    /// <param name="handler">Hears of the connection and of streams the peer opens; null: such streams are refused.</param>
    internal QuicStreamPeer(IQuicPeerHandler? handler) => _handler = handler;

    /// <summary>
    /// Opens a bidirectional stream, now or as soon as the peer's stream limit allows (RFC 9000, section 4.6). The handler hears OnOpened,
    /// or OnClosed with a null stream when the connection ends first.
    /// </summary>
    public void Open(IQuicStreamHandler handler)
    {
        if (Failure is { } failure)
        {
            handler.OnClosed(null!, failure);
        }
        else if (!_isReady || _waiting.Count > 0 || !TryOpen(handler))
        {
            _waiting.Enqueue(handler);
        }
    }

    /// <summary>Opens a unidirectional stream, or null when the peer allows no more of them.</summary>
    public QuicChannel? OpenSendOnly(IQuicStreamHandler handler)
    {
        var stream = NewStream(-1, handler);
        var id = Connection.OpenStream(bidirectional: false, stream.Slot + 1);
        if (id < 0)
        {
            EndStream(stream, null);
            return null;
        }

        stream.Id = id;
        return stream;
    }

    /// <summary>Whom arriving DATAGRAM frames are for; null: they are dropped. Loop thread only.</summary>
    public IQuicDatagramHandler? DatagramHandler { get; set; }

    /// <summary>DATAGRAM frames that were given to <see cref="SendDatagram"/> and never left. Loop thread only.</summary>
    public long DatagramsDropped => _datagrams.Dropped;

    /// <summary>
    /// Sends bytes in a DATAGRAM frame (RFC 9221) as soon as congestion control allows; they are copied. The peer must take such frames:
    /// <see cref="Options.QuicConnectionFacts.PeerDatagramBytes"/>. Loop thread only.
    /// </summary>
    public void SendDatagram(ReadOnlySpan<byte> bytes)
    {
        _datagrams.Add(bytes);
        Connection.MarkDirty();
    }

    // This protocol's own codes: 0 is an ordinary end, 1 a fault.
    internal override ulong InternalErrorCode => 1;

    internal override DatagramQueue Datagrams => _datagrams;

    internal override void OnDatagram(ReadOnlySpan<byte> bytes) => DatagramHandler?.OnDatagram(bytes);

    internal override void OnReady()
    {
        _isReady = true;
        _handler?.OnConnected(this);
        OnStreamsAllowed();
    }

    internal override void OnStreamsAllowed()
    {
        while (_waiting.TryPeek(out var handler) && TryOpen(handler))
        {
            _waiting.Dequeue();
        }
    }

    internal override void OnStreamOpened(long streamId)
    {
        var stream = NewStream(streamId, DiscardingHandler.Instance);
        Connection.SetStreamUser(streamId, stream.Slot + 1);
        if (_handler is null)
        {
            stream.Abort(0);
        }
        else
        {
            stream.Handler = _handler.OnStream(this, stream);
        }
    }

    internal override void OnStreamBytes(nint user, long streamId, ReadOnlySpan<byte> bytes, bool end)
    {
        if (StreamOf(user) is not { } stream)
        {
            Connection.ExtendConnectionWindow(bytes.Length);
            return;
        }

        if (!bytes.IsEmpty)
        {
            stream.Owed += bytes.Length;
            stream.Consume(stream.Handler.OnBytes(stream, bytes));
        }

        if (end)
        {
            stream.Handler.OnEnd(stream);
        }
    }

    internal override void OnAcknowledged(nint user, long streamId, ulong count) => StreamOf(user)?.Pending.Acknowledge((long)count);

    internal override void OnStreamClosed(nint user, long streamId, ulong? errorCode)
    {
        if (StreamOf(user) is { } stream)
        {
            EndStream(stream, errorCode is { } code ? new QuicException($"stream {streamId} was reset with code 0x{code:x}", code) : null);
        }
    }

    internal override void OnStreamReset(nint user, long streamId, ulong errorCode)
    {
        if (StreamOf(user) is { } stream)
        {
            stream.Handler.OnPeerReset(stream, errorCode);
        }
    }

    // ngtcp2 answers STOP_SENDING with RESET_STREAM by itself (RFC 9000, section 3.5).
    internal override void OnStopSending(nint user, long streamId, ulong errorCode)
    {
        if (StreamOf(user) is { } stream)
        {
            stream.WriteShut = true;
            stream.Handler.OnPeerStopped(stream, errorCode);
        }
    }

    internal override void OnStreamWindow(nint user, long streamId)
    {
        if (StreamOf(user) is { } stream)
        {
            stream.Blocked = false;
            WriteReady(stream);
        }
    }

    internal override void WriteReady(QuicChannel stream)
    {
        Connection.MarkDirty();
        if (!stream.Queued && !stream.Blocked && !stream.Closed)
        {
            stream.Queued = true;
            _ready.Enqueue(stream);
        }
    }

    internal override void Abort(QuicChannel stream, ulong errorCode)
    {
        stream.WriteShut = true;
        Connection.ShutdownStream(stream.Id, errorCode);
    }

    internal override void ResetSending(QuicChannel stream, ulong errorCode)
    {
        stream.WriteShut = true;
        Connection.ShutdownStreamWrite(stream.Id, errorCode);
    }

    internal override void StopReceiving(QuicChannel stream, ulong errorCode) => Connection.ShutdownStreamRead(stream.Id, errorCode);

    internal override unsafe bool NextWrite(ref StreamWrite write)
    {
        while (_ready.TryPeek(out var stream))
        {
            if (!stream.Closed && !stream.WriteShut && !stream.Blocked)
            {
                stream.OfferSpace();
                fixed (NgVec* vectors = (Span<NgVec>)write.Vectors)
                {
                    write.VectorCount = stream.Pending.Peek(vectors, 4, out write.Length);
                }

                write.End = stream.Finishing && write.Length == stream.Unsent;
                if (write.Length > 0 || (write.End && !stream.FinishSent))
                {
                    write.StreamId = stream.Id;
                    write.Stream = stream;
                    return true;
                }
            }

            LeaveQueue();
        }

        return false;
    }

    internal override void Wrote(in StreamWrite write, long count, bool packetComplete)
    {
        var stream = write.Stream!;
        stream.Pending.Take(count);
        if (write.End && count == write.Length)
        {
            stream.FinishSent = true;
        }

        if (packetComplete && _ready.Count > 1)
        {
            _ready.Enqueue(_ready.Dequeue());
        }
    }

    internal override void WriteBlocked(in StreamWrite write)
    {
        write.Stream!.Blocked = true;
        LeaveQueue();
    }

    internal override void WriteRefused(in StreamWrite write)
    {
        write.Stream!.WriteShut = true;
        LeaveQueue();
    }

    internal override void OnClosed(QuicException error)
    {
        FailStreams(error);
        while (_waiting.TryDequeue(out var handler))
        {
            handler.OnClosed(null!, error);
        }

        _ready.Clear();
        _handler?.OnClosed(this, error);
    }

    private void LeaveQueue()
    {
        var stream = _ready.Dequeue();
        stream.Queued = false;
        if (stream.Closed)
        {
            Recycle(stream);
        }
    }

    private bool TryOpen(IQuicStreamHandler handler)
    {
        var stream = NewStream(-1, handler);
        var id = Connection.OpenStream(bidirectional: true, stream.Slot + 1);
        if (id < 0)
        {
            stream.Detach();
            EndStream(stream, null);
            return false;
        }

        stream.Id = id;
        handler.OnOpened(stream);
        return true;
    }
}
