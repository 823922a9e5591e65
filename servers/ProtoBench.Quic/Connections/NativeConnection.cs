using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Native;
using static ProtoBench.Quic.Native.Ngtcp2;

namespace ProtoBench.Quic.Connections;

/// <summary>An ngtcp2 connection as its streams use it: every call does nothing once it is gone. Loop thread only.</summary>
internal abstract unsafe class NativeConnection(QuicLoop loop) : LoopConnection
{
    private Exception? _fault;
    private bool _dirty;

    public QuicLoop Loop => loop;

    /// <summary>The ngtcp2_conn; 0 before and after its life.</summary>
    public nint Handle { get; protected set; }

    /// <summary>What a callback threw, with which the connection has to end.</summary>
    protected Exception? KeptFault => _fault;

    public void MarkDirty()
    {
        if (!_dirty && Handle != 0)
        {
            _dirty = true;
            loop.MarkDirty(this);
        }
    }

    /// <summary>Keeps an exception that must not pass native frames.</summary>
    public int Fault(Exception error)
    {
        _fault ??= error;
        return Ngtcp2Errors.CallbackFailure;
    }

    /// <returns>The id, or -1 when the peer allows no further stream now.</returns>
    public long OpenStream(bool bidirectional, nint user)
    {
        if (Handle == 0)
        {
            return -1;
        }

        long id;
        var result = bidirectional
            ? ngtcp2_conn_open_bidi_stream(Handle, &id, user)
            : ngtcp2_conn_open_uni_stream(Handle, &id, user);
        return result == 0 ? id : -1;
    }

    public void SetStreamUser(long streamId, nint user) => _ = ngtcp2_conn_set_stream_user_data(Handle, streamId, user);

    public void ExtendWindow(long streamId, long count)
    {
        if (Handle != 0)
        {
            _ = ngtcp2_conn_extend_max_stream_offset(Handle, streamId, (ulong)count);
            ngtcp2_conn_extend_max_offset(Handle, (ulong)count);
            MarkDirty();
        }
    }

    public void ExtendConnectionWindow(long count)
    {
        if (Handle != 0)
        {
            ngtcp2_conn_extend_max_offset(Handle, (ulong)count);
            MarkDirty();
        }
    }

    public void ShutdownStream(long streamId, ulong error)
    {
        if (Handle != 0)
        {
            _ = Ngtcp2Calls.ShutdownStream(Handle, streamId, error);
            MarkDirty();
        }
    }

    public void ShutdownStreamRead(long streamId, ulong error)
    {
        if (Handle != 0)
        {
            _ = Ngtcp2Calls.ShutdownStreamRead(Handle, streamId, error);
            MarkDirty();
        }
    }

    public void ShutdownStreamWrite(long streamId, ulong error)
    {
        if (Handle != 0)
        {
            _ = Ngtcp2Calls.ShutdownStreamWrite(Handle, streamId, error);
            MarkDirty();
        }
    }

    /// <summary>Its turn to write has come.</summary>
    protected void MarkClean() => _dirty = false;
}
