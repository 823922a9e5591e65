using System.Threading.Tasks.Sources;
using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.Exchanges;

namespace ProtoBench.Protocols.Udp;

/// <summary>
/// One of the exchanges that may be under way on a connection, reused without allocating. The id of an exchange is its slot's index (16
/// bits) and how often the slot has been used (48 bits), so a reply finds its slot without a search and an old reply is recognised.
/// </summary>
internal sealed class ExchangeSlot(int index) : IValueTaskSource
{
    private const int IndexBits = ExchangePlaces<ExchangeSlot>.IndexBits;

    // Continuing right on the receiving thread saves a hop through the thread pool, as awaiting a socket itself does.
    private ManualResetValueTaskSourceCore<bool> _completion = new() { RunContinuationsAsynchronously = false };
    private byte[] _datagram = new byte[DatagramHeader.Bytes];
    private long _uses;
    private long _pending;
    private int _expectedBytes;

    // Bit i: was the i-th last use answered (rather than given up)?
    private ulong _answered;

    /// <summary>Completes with the exchange.</summary>
    public ValueTask Completion => new(this, _completion.Version);

    public static int IndexOf(long id) => (int)(id & ((1 << IndexBits) - 1));

    /// <summary>Makes the slot wait for a new exchange and returns the datagram that asks for it.</summary>
    public ReadOnlyMemory<byte> Begin(ReadOnlySpan<byte> request, int responseBytes)
    {
        _completion.Reset();
        _expectedBytes = responseBytes;
        Volatile.Write(ref _uses, _uses + 1);
        var id = (_uses << IndexBits) | (uint)index;
        var length = DatagramHeader.Bytes + request.Length;
        if (_datagram.Length < length)
        {
            _datagram = new byte[length];
        }

        new DatagramHeader(DatagramKind.Request, responseBytes, id).Write(_datagram);
        request.CopyTo(_datagram.AsSpan(DatagramHeader.Bytes));
        Volatile.Write(ref _pending, id);
        return _datagram.AsMemory(0, length);
    }

    /// <summary>Completes the exchange <paramref name="id"/> if it is still under way.</summary>
    public ReplyFate TakeReply(long id, ReadOnlySpan<byte> payload, bool verifyContent)
    {
        if (Volatile.Read(ref _pending) != id)
        {
            return FateOfOld(id);
        }

        var error = Check(payload, verifyContent);
        if (!TryEnd(id, answered: true))
        {
            return ReplyFate.Late;
        }

        Complete(error);
        return ReplyFate.Expected;
    }

    /// <summary>Ends whatever is under way with <paramref name="error"/>; does nothing otherwise.</summary>
    public void Fail(Exception error)
    {
        var id = Volatile.Read(ref _pending);
        if (id != 0 && TryEnd(id, answered: false))
        {
            Complete(error);
        }
    }

    /// <summary>As <see cref="Fail(Exception)"/>, but only the exchange <paramref name="id"/>.</summary>
    public void Fail(long id, Exception error)
    {
        if (TryEnd(id, answered: false))
        {
            Complete(error);
        }
    }

    /// <summary>An exchange that failed before it could wait (nothing was sent) no longer expects a reply.</summary>
    public void Abandon()
    {
        var id = Volatile.Read(ref _pending);
        if (id != 0)
        {
            TryEnd(id, answered: false);
        }
    }

    public void GetResult(short token) => _completion.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    // The reply and the caller that gives up may race; exactly one of them ends the exchange.
    private bool TryEnd(long id, bool answered)
    {
        if (Interlocked.CompareExchange(ref _pending, 0, id) != id)
        {
            return false;
        }

        Volatile.Write(ref _answered, (_answered << 1) | (answered ? 1UL : 0));
        return true;
    }

    private BadResponseException? Check(ReadOnlySpan<byte> payload, bool verifyContent)
    {
        if (payload.Length != _expectedBytes)
        {
            return new BadResponseException($"the reply has {payload.Length} bytes, {_expectedBytes} were asked for");
        }

        try
        {
            Payload.VerifyIf(verifyContent, payload);

            return null;
        }
        catch (BadResponseException error)
        {
            return error;
        }
    }

    private void Complete(Exception? error)
    {
        if (error is null)
        {
            _completion.SetResult(true);
        }
        else
        {
            _completion.SetException(error);
        }
    }

    private ReplyFate FateOfOld(long id)
    {
        var ended = Volatile.Read(ref _uses) - (Volatile.Read(ref _pending) == 0 ? 0 : 1);
        var age = ended - (id >> IndexBits);

        // 64 uses ago nobody remembers. A reply that old was surely given up.
        return age is >= 0 and < 64 && ((Volatile.Read(ref _answered) >> (int)age) & 1) == 1 ? ReplyFate.Duplicate : ReplyFate.Late;
    }
}
