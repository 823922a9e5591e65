using System.Runtime.InteropServices;
using ProtoBench.Quic.Connections;
using ProtoBench.Quic.Native;
using ProtoBench.Quic.Options;
using static ProtoBench.Quic.Native.Nghttp3;

namespace ProtoBench.Quic.Http3;

/// <summary>A client's HTTP/3 connection (RFC 9114): nghttp3 frames, compresses and schedules, ngtcp2 carries.</summary>
public sealed unsafe class Http3Peer : QuicPeer
{
    private const ulong NoError = 0x100;
    private const ulong InternalError = 0x102;

    // What ngtcp2's own client announces; Kestrel's and nghttp3's encoders make of it what they like (RFC 9204, section 5).
    private const ulong TableCapacity = 4096;
    private const ulong BlockedStreams = 100;

    private readonly Queue<(IQuicStreamHandler Handler, Http3RequestHead Head)> _waiting = new();
    private GCHandle _self;
    private nint _http;
    private bool _reading;

    internal Http3Peer()
    {
    }

    internal override ulong InternalErrorCode => InternalError;

    /// <summary>Sends a request, now or as soon as the server's stream limit allows. The handler hears OnOpened, then writes the body if there is one.</summary>
    public void Open(IQuicStreamHandler handler, Http3RequestHead head)
    {
        if (Failure is { } failure)
        {
            handler.OnClosed(null!, failure);
        }
        else if (_http == 0 || _waiting.Count > 0 || !TryOpen(handler, head))
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
        DeleteHttp();
        _self = GCHandle.Alloc(this);
        var settings = stackalloc byte[SettingsBytes];
        new Span<byte>(settings, SettingsBytes).Clear();
        nghttp3_settings_default_versioned(1, settings);
        *(ulong*)(settings + SettingsTableCapacity) = TableCapacity;
        *(ulong*)(settings + SettingsEncoderTableCapacity) = TableCapacity;
        *(ulong*)(settings + SettingsBlockedStreams) = BlockedStreams;
        nint http;
        Check(nghttp3_conn_client_new_versioned(&http, 1, Http3Callbacks.Table, 1, settings, null, GCHandle.ToIntPtr(_self)), "HTTP/3 connection");
        _http = http;
        Check(nghttp3_conn_bind_control_stream(http, OpenOwnStream()), "HTTP/3 control stream");
        Check(nghttp3_conn_bind_qpack_streams(http, OpenOwnStream(), OpenOwnStream()), "QPACK streams");
        Connection.MarkDirty();
        OnStreamsAllowed();
    }

    internal override void OnStreamsAllowed()
    {
        while (_http != 0 && _waiting.TryPeek(out var next) && TryOpen(next.Handler, next.Head))
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
        fixed (byte* source = bytes)
        {
            var consumed = nghttp3_conn_read_stream(_http, streamId, source, (nuint)bytes.Length, end ? 1 : 0);
            if (consumed < 0)
            {
                throw new QuicException(
                    $"the server broke HTTP/3: {QuicLibraries.Text(nghttp3_strerror((int)consumed))}",
                    nghttp3_err_infer_quic_app_error_code((int)consumed));
            }

            Connection.ExtendWindow(streamId, consumed);
        }
    }

    internal override void OnAcknowledged(nint user, long streamId, ulong count) =>
        _ = nghttp3_conn_add_ack_offset(_http, streamId, count);

    internal override void OnStreamClosed(nint user, long streamId, ulong? errorCode)
    {
        _ = nghttp3_conn_close_stream(_http, streamId, errorCode ?? NoError);
        if (StreamOf(user) is { } stream)
        {
            var failed = errorCode is not null and not NoError;
            EndStream(stream, failed ? new QuicException($"request {streamId} was reset with code 0x{errorCode:x}", errorCode) : null);
        }
    }

    internal override void OnStreamReset(nint user, long streamId, ulong errorCode)
    {
        _ = nghttp3_conn_shutdown_stream_read(_http, streamId);
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
            nghttp3_conn_shutdown_stream_write(_http, streamId);
            stream.Handler.OnPeerStopped(stream, errorCode);
        }
    }

    internal override void OnStreamWindow(nint user, long streamId)
    {
        _ = nghttp3_conn_unblock_stream(_http, streamId);
        Connection.MarkDirty();
    }

    internal override void WriteReady(QuicChannel stream)
    {
        if (!_reading && _http != 0)
        {
            _ = nghttp3_conn_resume_stream(_http, stream.Id);
            Connection.MarkDirty();
        }
    }

    internal override void Abort(QuicChannel stream, ulong errorCode)
    {
        stream.WriteShut = true;
        nghttp3_conn_shutdown_stream_write(_http, stream.Id);
        _ = nghttp3_conn_shutdown_stream_read(_http, stream.Id);
        Connection.ShutdownStream(stream.Id, errorCode);
    }

    internal override void ResetSending(QuicChannel stream, ulong errorCode)
    {
        stream.WriteShut = true;
        nghttp3_conn_shutdown_stream_write(_http, stream.Id);
        Connection.ShutdownStreamWrite(stream.Id, errorCode);
    }

    internal override void StopReceiving(QuicChannel stream, ulong errorCode)
    {
        _ = nghttp3_conn_shutdown_stream_read(_http, stream.Id);
        Connection.ShutdownStreamRead(stream.Id, errorCode);
    }

    internal override bool NextWrite(ref StreamWrite write)
    {
        if (_http == 0)
        {
            return false;
        }

        long streamId = -1;
        var end = 0;
        nint count;
        fixed (NgVec* vectors = (Span<NgVec>)write.Vectors)
        {
            count = nghttp3_conn_writev_stream(_http, &streamId, &end, vectors, StreamWrite.MostVectors);
        }

        if (count < 0)
        {
            Fault(new QuicException($"nghttp3 cannot write: {QuicLibraries.Text(nghttp3_strerror((int)count))}"));
            Connection.MarkDirty();
            return false;
        }

        write.StreamId = streamId;
        write.VectorCount = (int)count;
        write.End = end != 0;
        return streamId >= 0;
    }

    internal override void Wrote(in StreamWrite write, long count, bool packetComplete) =>
        _ = nghttp3_conn_add_write_offset(_http, write.StreamId, (nuint)count);

    internal override void WriteBlocked(in StreamWrite write) => nghttp3_conn_block_stream(_http, write.StreamId);

    internal override void WriteRefused(in StreamWrite write) => nghttp3_conn_shutdown_stream_write(_http, write.StreamId);

    internal override void OnClosed(QuicException error)
    {
        FailStreams(error);
        while (_waiting.TryDequeue(out var next))
        {
            next.Handler.OnClosed(null!, error);
        }

        DeleteHttp();
    }

    internal void OnStatus(nint user, int status)
    {
        if (StreamOf(user) is { } stream)
        {
            stream.Handler.OnStatus(stream, status);
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

    private static void Check(int result, string what)
    {
        if (result != 0)
        {
            throw new QuicException($"{what}: {QuicLibraries.Text(nghttp3_strerror(result))}");
        }
    }

    private long OpenOwnStream()
    {
        var id = Connection.OpenStream(bidirectional: false, 0);
        return id >= 0 ? id : throw new QuicException("the server allows fewer than the three streams HTTP/3 needs (RFC 9114, section 6.2)");
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
        var reader = head.HasBody ? Http3Callbacks.Reader : null;
        var result = nghttp3_conn_submit_request(_http, id, head.Fields, (nuint)head.Count, reader, stream.Slot + 1);
        if (result != 0)
        {
            // After GOAWAY (RFC 9114, section 5.2) no request may be made here any more.
            stream.Detach();
            Connection.ShutdownStream(id, NoError);
            handler.OnClosed(stream, new QuicException($"the server takes no more requests: {QuicLibraries.Text(nghttp3_strerror(result))}"));
            return true;
        }

        handler.OnOpened(stream);
        Connection.MarkDirty();
        return true;
    }

    private void DeleteHttp()
    {
        if (_http != 0)
        {
            nghttp3_conn_del(_http);
            _http = 0;
            _self.Free();
        }
    }
}
