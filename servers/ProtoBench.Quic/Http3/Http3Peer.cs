using ProtoBench.Quic.Native;
using ProtoBench.Quic.Options;
using ProtoBench.Quic.Streams;
using static ProtoBench.Quic.Native.Nghttp3;

namespace ProtoBench.Quic.Http3;

/// <summary>
/// A client's HTTP/3 connection (RFC 9114): its requests, one on each stream. nghttp3 frames, compresses and schedules, ngtcp2 carries.
/// </summary>
public sealed unsafe class Http3Peer : QuicPeer
{
    private const ulong NoError = 0x100;
    private const ulong InternalError = 0x102;

    private readonly Queue<(IQuicStreamHandler Handler, Http3RequestHead Head)> _waiting = new();
    private Http3Framing? _framing;
    private bool _reading;

    internal Http3Peer()
    {
    }

    /// <summary>
    /// Told, on the loop's thread, how the server announced that it ends the connection without an error (RFC 9114, 5.2 and 5.3): once, or
    /// twice where GOAWAY is followed by the close.
    /// </summary>
    public Action<string>? Announced { get; set; }

    /// <summary>
    /// The server looks at no request from this stream on (GOAWAY; RFC 9114, section 5.2); <see cref="long.MaxValue"/> while it looks at
    /// all. Loop thread only.
    /// </summary>
    public long FirstRefused { get; private set; } = long.MaxValue;

    internal override ulong InternalErrorCode => InternalError;

    /// <summary>
    /// Sends a request, now or as soon as the server's stream limit allows. The handler hears OnOpened, then writes the body if there is
    /// one.
    /// </summary>
    public void Open(IQuicStreamHandler handler, Http3RequestHead head)
    {
        if (Failure is { } failure)
        {
            handler.OnClosed(null!, failure);
        }
        else if (_framing is null || _waiting.Count > 0 || !TryOpen(handler, head))
        {
            _waiting.Enqueue((handler, head));
        }
    }

    internal int Fault(Exception error)
    {
        _ = Connection.Fault(error);
        return CallbackFailure;
    }

    internal override void OnReady()
    {
        // Again, where 0-RTT was rejected: nothing of what was sent early holds.
        EndFraming();
        _framing = new Http3Framing(this, OpenOwnStream);
        Connection.MarkDirty();
        OnStreamsAllowed();
    }

    internal override void OnStreamsAllowed()
    {
        while (_framing is not null && _waiting.TryPeek(out var next) && TryOpen(next.Handler, next.Head))
        {
            _waiting.Dequeue();
        }
    }

    internal override void OnStreamOpened(long streamId)
    {
        // The server's control and QPACK streams; nghttp3 knows them by what they carry.
    }

    internal override void OnStreamBytes(nint user, long streamId, ReadOnlySpan<byte> bytes, bool end)
    {
        if (_framing is { } framing)
        {
            Connection.ExtendWindow(streamId, framing.Read(streamId, bytes, end));
        }
    }

    internal override void OnAcknowledged(nint user, long streamId, ulong count) => _framing?.Acknowledge(streamId, count);

    internal override void OnStreamClosed(nint user, long streamId, ulong? errorCode)
    {
        _framing?.Close(streamId, errorCode);
        if (StreamOf(user) is { } stream)
        {
            var failed = errorCode is not null and not NoError;
            EndStream(stream, failed ? new QuicException($"request {streamId} was reset with code 0x{errorCode:x}", errorCode) : null);
        }
    }

    internal override void OnStreamReset(nint user, long streamId, ulong errorCode)
    {
        _framing?.ShutdownRead(streamId);
        if (StreamOf(user) is { } stream)
        {
            stream.Handler.OnPeerReset(stream, errorCode);
        }
    }

    internal override void OnStopSending(nint user, long streamId, ulong errorCode)
    {
        if (StreamOf(user) is { } stream)
        {
            stream.WriteShut = true;
            _framing?.ShutdownWrite(streamId);
            stream.Handler.OnPeerStopped(stream, errorCode);
        }
    }

    internal override void OnStreamWindow(nint user, long streamId)
    {
        _framing?.Unblock(streamId);
        Connection.MarkDirty();
    }

    internal override void WriteReady(QuicChannel stream)
    {
        if (!_reading && _framing is { } framing)
        {
            framing.Resume(stream.Id);
            Connection.MarkDirty();
        }
    }

    internal override void Abort(QuicChannel stream, ulong errorCode)
    {
        stream.WriteShut = true;
        _framing?.ShutdownWrite(stream.Id);
        _framing?.ShutdownRead(stream.Id);
        Connection.ShutdownStream(stream.Id, errorCode);
    }

    internal override void ResetSending(QuicChannel stream, ulong errorCode)
    {
        stream.WriteShut = true;
        _framing?.ShutdownWrite(stream.Id);
        Connection.ShutdownStreamWrite(stream.Id, errorCode);
    }

    internal override void StopReceiving(QuicChannel stream, ulong errorCode)
    {
        _framing?.ShutdownRead(stream.Id);
        Connection.ShutdownStreamRead(stream.Id, errorCode);
    }

    internal override bool NextWrite(ref StreamWrite write)
    {
        try
        {
            return _framing is { } framing && framing.NextWrite(ref write);
        }
        catch (QuicException error)
        {
            Fault(error);
            Connection.MarkDirty();
            return false;
        }
    }

    internal override void Wrote(in StreamWrite write, long count, bool packetComplete) => _framing?.Wrote(write.StreamId, count);

    internal override void WriteBlocked(in StreamWrite write) => _framing?.Block(write.StreamId);

    internal override void WriteRefused(in StreamWrite write) => _framing?.ShutdownWrite(write.StreamId);

    internal override void OnClosed(QuicException error)
    {
        if (error.ErrorCode == NoError)
        {
            Announced?.Invoke("CONNECTION_CLOSE with H3_NO_ERROR");
        }

        FailStreams(error);
        while (_waiting.TryDequeue(out var next))
        {
            next.Handler.OnClosed(null!, error);
        }

        EndFraming();
    }

    internal void OnStatus(nint user, int status)
    {
        if (StreamOf(user) is { } stream)
        {
            stream.Handler.OnStatus(stream, status);
        }
    }

    internal void OnLocation(nint user, ReadOnlySpan<byte> location)
    {
        if (StreamOf(user) is { } stream)
        {
            stream.Handler.OnLocation(stream, location);
        }
    }

    internal void OnContentType(nint user, ReadOnlySpan<byte> type)
    {
        if (StreamOf(user) is { } stream)
        {
            stream.Handler.OnContentType(stream, type);
        }
    }

    internal void OnGoAway(long firstRefused)
    {
        FirstRefused = Math.Min(FirstRefused, firstRefused);
        Announced?.Invoke("GOAWAY");

        // None of these will ever get a stream here.
        var error = new QuicException("the server takes no more requests (GOAWAY)");
        while (_waiting.TryDequeue(out var next))
        {
            next.Handler.OnClosed(null!, error);
        }
    }

    internal void OnBody(nint user, long streamId, ReadOnlySpan<byte> bytes)
    {
        if (StreamOf(user) is { } stream)
        {
            stream.Owed += bytes.Length;
            stream.Consume(stream.Handler.OnBytes(stream, bytes));
        }
        else
        {
            Connection.ExtendWindow(streamId, bytes.Length);
        }
    }

    internal void OnEnd(nint user)
    {
        if (StreamOf(user) is { } stream)
        {
            stream.Handler.OnEnd(stream);
        }
    }

    internal void OnBodyAcknowledged(nint user, long count) => StreamOf(user)?.Pending.Acknowledge(count);

    internal nint ReadBody(nint user, NgVec* vectors, int most, uint* flags)
    {
        if (StreamOf(user) is not { } stream)
        {
            *flags |= ReadFlagEnd;
            return 0;
        }

        _reading = true;
        stream.OfferSpace();
        _reading = false;
        var count = stream.Pending.Peek(vectors, most, out var length);
        stream.Pending.Take(length);
        if (stream.Finishing && stream.Unsent == 0)
        {
            *flags |= ReadFlagEnd;
        }
        else if (count == 0)
        {
            return QuicLibraries.Http3Errors.WouldBlock;
        }

        return count;
    }

    private long OpenOwnStream()
    {
        var id = Connection.OpenStream(bidirectional: false, 0);
        return id >= 0
            ? id
            : throw new QuicException("the server allows fewer than the three streams HTTP/3 needs (RFC 9114, section 6.2)");
    }

    private bool TryOpen(IQuicStreamHandler handler, Http3RequestHead head)
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
        if (_framing!.Submit(id, head, stream.Slot + 1) is { } refusal)
        {
            // After GOAWAY (RFC 9114, section 5.2) no request may be made here any more.
            stream.Detach();
            Connection.ShutdownStream(id, NoError);
            handler.OnClosed(stream, new QuicException($"the server takes no more requests: {refusal}"));
            return true;
        }

        handler.OnOpened(stream);
        Connection.MarkDirty();
        return true;
    }

    private void EndFraming()
    {
        _framing?.Delete();
        _framing = null;
    }
}
