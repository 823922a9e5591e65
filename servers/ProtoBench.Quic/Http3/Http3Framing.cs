using System.Runtime.InteropServices;
using ProtoBench.Quic.Native;
using ProtoBench.Quic.Options;
using ProtoBench.Quic.Streams;
using static ProtoBench.Quic.Native.Nghttp3;

namespace ProtoBench.Quic.Http3;

/// <summary>
/// A client's nghttp3 connection: it frames and compresses what the streams carry, and says which of them is to write next. Loop thread
/// only.
/// </summary>
internal sealed unsafe class Http3Framing
{
    private const ulong NoError = 0x100;

    // What ngtcp2's own client announces; Kestrel's and nghttp3's encoders make of it what they like (RFC 9204, section 5).
    private const ulong TableCapacity = 4096;
    private const ulong BlockedStreams = 100;

    private readonly GCHandle _owner;
    private readonly nint _http;

    /// <param name="owner">Hears of what arrives, through <see cref="Http3Callbacks"/>.</param>
    /// <param name="openOwnStream">Opens a unidirectional stream; three are needed (RFC 9114, section 6.2).</param>
    public Http3Framing(Http3Peer owner, Func<long> openOwnStream)
    {
        _owner = GCHandle.Alloc(owner);
        var settings = stackalloc byte[SettingsBytes];
        new Span<byte>(settings, SettingsBytes).Clear();
        nghttp3_settings_default_versioned(1, settings);
        *(ulong*)(settings + SettingsTableCapacity) = TableCapacity;
        *(ulong*)(settings + SettingsEncoderTableCapacity) = TableCapacity;
        *(ulong*)(settings + SettingsBlockedStreams) = BlockedStreams;
        nint http;
        var result = nghttp3_conn_client_new_versioned(&http, 1, Http3Callbacks.Table, 1, settings, null, GCHandle.ToIntPtr(_owner));
        Check(result, "HTTP/3 connection");
        _http = http;
        try
        {
            Check(nghttp3_conn_bind_control_stream(http, openOwnStream()), "HTTP/3 control stream");
            Check(nghttp3_conn_bind_qpack_streams(http, openOwnStream(), openOwnStream()), "QPACK streams");
        }
        catch
        {
            Delete();
            throw;
        }
    }

    /// <summary>Takes in what arrived on a stream.</summary>
    /// <returns>How many bytes of it need no further handling: frames and headers, but not bodies.</returns>
    /// <exception cref="QuicException">The server broke HTTP/3.</exception>
    public long Read(long streamId, ReadOnlySpan<byte> bytes, bool end)
    {
        fixed (byte* source = bytes)
        {
            var consumed = nghttp3_conn_read_stream(_http, streamId, source, (nuint)bytes.Length, end ? 1 : 0);
            return consumed >= 0
                ? consumed
                : throw new QuicException(
                    $"the server broke HTTP/3: {Text((int)consumed)}", nghttp3_err_infer_quic_app_error_code((int)consumed));
        }
    }

    public void Acknowledge(long streamId, ulong count) => _ = nghttp3_conn_add_ack_offset(_http, streamId, count);

    public void Close(long streamId, ulong? errorCode) => _ = nghttp3_conn_close_stream(_http, streamId, errorCode ?? NoError);

    public void ShutdownRead(long streamId) => _ = nghttp3_conn_shutdown_stream_read(_http, streamId);

    public void ShutdownWrite(long streamId) => nghttp3_conn_shutdown_stream_write(_http, streamId);

    /// <summary>The stream's window lets it write no more.</summary>
    public void Block(long streamId) => nghttp3_conn_block_stream(_http, streamId);

    /// <summary>The stream's window lets it write again.</summary>
    public void Unblock(long streamId) => _ = nghttp3_conn_unblock_stream(_http, streamId);

    /// <summary>There is a body to read again.</summary>
    public void Resume(long streamId) => _ = nghttp3_conn_resume_stream(_http, streamId);

    /// <summary>What to put into the next packet. False: nothing.</summary>
    /// <exception cref="QuicException">nghttp3 cannot go on.</exception>
    public bool NextWrite(ref StreamWrite write)
    {
        long streamId = -1;
        var end = 0;
        nint count;
        fixed (NgVec* vectors = (Span<NgVec>)write.Vectors)
        {
            count = nghttp3_conn_writev_stream(_http, &streamId, &end, vectors, StreamWrite.MostVectors);
        }

        if (count < 0)
        {
            throw new QuicException($"nghttp3 cannot write: {Text((int)count)}");
        }

        write.StreamId = streamId;
        write.VectorCount = (int)count;
        write.End = end != 0;
        return streamId >= 0;
    }

    public void Wrote(long streamId, long count) => _ = nghttp3_conn_add_write_offset(_http, streamId, (nuint)count);

    /// <summary>Starts a request on a stream.</summary>
    /// <returns>Null, or why the server takes no more requests.</returns>
    public string? Submit(long streamId, Http3RequestHead head, nint user)
    {
        var reader = head.HasBody ? Http3Callbacks.Reader : null;
        var result = nghttp3_conn_submit_request(_http, streamId, head.Fields, (nuint)head.Count, reader, user);
        return result == 0 ? null : Text(result);
    }

    /// <summary>Frees it; no call may follow.</summary>
    public void Delete()
    {
        nghttp3_conn_del(_http);
        _owner.Free();
    }

    private void Check(int result, string what)
    {
        if (result != 0)
        {
            if (_http == 0)
            {
                _owner.Free();
            }

            throw new QuicException($"{what}: {Text(result)}");
        }
    }

    private static string Text(int result) => QuicLibraries.Text(nghttp3_strerror(result));
}
