using System.Buffers.Binary;
using System.Diagnostics;
using System.Threading.Tasks.Sources;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Shared.Sites;

namespace ProtoBench.Protocols.Udp;

/// <summary>
/// One of the datagrams that may be on their way to a server that echoes, used again and again. The first bytes of a datagram, up to eight,
/// are replaced by its id, so that its echo is told from a late one of an earlier datagram with the same content.
/// </summary>
internal sealed class EchoSlot(int index) : IValueTaskSource<Reply>
{
    /// <summary>Bits of an id that name the slot; the rest counts its uses.</summary>
    public const int IndexBits = 16;

    private ManualResetValueTaskSourceCore<Reply> _completion = new() { RunContinuationsAsynchronously = false };
    private byte[] _datagram = [];
    private int _length;
    private long _uses;
    private long _pending;
    private long _answered;
    private long _sentAt;

    public ValueTask<Reply> Completion => new(this, _completion.Version);

    private int IdBytes => Math.Min(sizeof(long), _length);

    /// <summary>The id in a datagram, as far as it has room for one.</summary>
    public static long IdIn(ReadOnlySpan<byte> datagram)
    {
        Span<byte> id = stackalloc byte[sizeof(long)];
        id.Clear();
        datagram[..Math.Min(datagram.Length, id.Length)].CopyTo(id);
        return BinaryPrimitives.ReadInt64LittleEndian(id);
    }

    /// <summary>Makes the slot wait for an echo, and returns the datagram to send.</summary>
    public ReadOnlyMemory<byte> Begin(ReadOnlySpan<byte> message)
    {
        _completion.Reset();
        if (_datagram.Length < message.Length)
        {
            _datagram = new byte[message.Length];
        }

        _length = message.Length;
        message.CopyTo(_datagram);
        Span<byte> id = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(id, (++_uses << IndexBits) | (uint)index);
        id[..IdBytes].CopyTo(_datagram);
        _sentAt = Stopwatch.GetTimestamp();

        // Never 0, which is nothing: the first use of the first slot has a count, but a short datagram may have no room for it.
        Volatile.Write(ref _pending, IdIn(_datagram.AsSpan(0, _length)) | (1L << 62));
        return _datagram.AsMemory(0, _length);
    }

    /// <summary>Takes an echo. False: it is none of the datagram under way.</summary>
    public bool Take(ReadOnlySpan<byte> datagram, out bool isDuplicate)
    {
        var id = IdIn(datagram) | (1L << 62);
        isDuplicate = Volatile.Read(ref _answered) == id;
        if (Volatile.Read(ref _pending) != id)
        {
            return false;
        }

        Exception? error = null;
        try
        {
            EchoMessage.Check(_datagram.AsSpan(0, _length), 0, datagram);
            if (datagram.Length < _length)
            {
                error = new Contract.BadResponseException($"the echo has {datagram.Length} bytes, {_length} were sent");
            }
        }
        catch (Contract.BadResponseException wrong)
        {
            error = wrong;
        }

        if (!TryEnd(id))
        {
            return false;
        }

        Volatile.Write(ref _answered, id);
        Complete(error);
        return true;
    }

    /// <summary>Ends whatever is under way with <paramref name="error"/>.</summary>
    public void Fail(Exception error)
    {
        var id = Volatile.Read(ref _pending);
        if (id != 0 && TryEnd(id))
        {
            Complete(error);
        }
    }

    /// <summary>Nothing was sent, or nobody waits any more.</summary>
    public void Abandon() => Volatile.Write(ref _pending, 0);

    Reply IValueTaskSource<Reply>.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<Reply>.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource<Reply>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    // The echo and the caller that gives up may race; exactly one of them ends it.
    private bool TryEnd(long id) => Interlocked.CompareExchange(ref _pending, 0, id) == id;

    private void Complete(Exception? error)
    {
        if (error is null)
        {
            _completion.SetResult(new Reply(0, _length, _sentAt, Stopwatch.GetTimestamp()));
        }
        else
        {
            _completion.SetException(error);
        }
    }
}
