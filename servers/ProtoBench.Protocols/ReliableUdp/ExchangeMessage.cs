using System.Threading.Tasks.Sources;
using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.Exchanges;

namespace ProtoBench.Protocols.ReliableUdp;

/// <summary>
/// One of the exchanges that may be under way on a connection, and the request it sends; reused without allocating. The id of an exchange
/// is its place (16 bits) and how often that has been used (48 bits), so that what comes for an earlier one is recognised.
/// </summary>
internal sealed class ExchangeMessage(int index) : IOutgoing, IValueTaskSource
{
    private const int IndexBits = ExchangePlaces<ExchangeMessage>.IndexBits;

    // Continuing right on the receiving thread saves a hop through the thread pool, as awaiting a socket itself does.
    private ManualResetValueTaskSourceCore<bool> _completion = new() { RunContinuationsAsynchronously = false };
    private long _uses;
    private long _pending;
    private int _expected;

    // Within the channel's gate.
    private ReadOnlyMemory<byte> _request;
    private int _sent;
    private bool _hasMore;

    // The receiving thread's.
    private long _countedId;
    private int _counted;

    public bool IsQueued { get; set; }

    /// <summary>Completes with the exchange.</summary>
    public ValueTask Completion => new(this, _completion.Version);

    /// <summary>Makes it wait for a new exchange; the caller then has the channel send it.</summary>
    public void Begin(ReliableChannel channel, ReadOnlyMemory<byte> request, int responseBytes)
    {
        _completion.Reset();
        _expected = responseBytes;
        lock (channel.Gate)
        {
            (_request, _sent, _hasMore) = (request, 0, true);
            Volatile.Write(ref _pending, (++_uses << IndexBits) | (uint)index);
        }
    }

    public int Fill(Span<byte> room, out MessageHeader header, out bool more)
    {
        header = new MessageHeader(MessageKind.Request, (_uses << IndexBits) | (uint)index, _sent, _expected, _request.Length);
        more = false;
        if (!_hasMore)
        {
            return -1;
        }

        var length = Math.Min(_request.Length - _sent, room.Length);
        _request.Span.Slice(_sent, length).CopyTo(room);
        _sent += length;
        _hasMore = more = _sent < _request.Length;
        return length;
    }

    /// <summary>Takes a piece of the answer; completes the exchange with the last one.</summary>
    public void TakeReply(in MessageHeader header, ReadOnlySpan<byte> payload, bool verifyContent)
    {
        if (Volatile.Read(ref _pending) != header.Id)
        {
            return;
        }

        (_countedId, _counted) = (header.Id, payload.Length + (_countedId == header.Id ? _counted : 0));
        Exception? error = null;
        try
        {
            Payload.VerifyIf(verifyContent, payload, header.Offset);
        }
        catch (BadResponseException wrong)
        {
            error = wrong;
        }

        if (header.Total != _expected)
        {
            error ??= new BadResponseException($"the reply has {header.Total} bytes, {_expected} were asked for");
        }

        if ((error is not null || _counted == header.Total) && TryEnd(header.Id))
        {
            Complete(error);
        }
    }

    /// <summary>Ends whatever is under way with <paramref name="error"/>; does nothing otherwise.</summary>
    public void Fail(Exception error) => Fail(Volatile.Read(ref _pending), error);

    /// <summary>As <see cref="Fail(Exception)"/>, but only the exchange <paramref name="id"/>.</summary>
    public void Fail(long id, Exception error)
    {
        if (id != 0 && TryEnd(id))
        {
            Complete(error);
        }
    }

    /// <summary>The exchange is over for its caller: whatever of the request has not been sent is not sent any more.</summary>
    public void Withdraw(ReliableChannel channel)
    {
        lock (channel.Gate)
        {
            (_request, _hasMore) = (default, false);
            Volatile.Write(ref _pending, 0);
        }
    }

    public void GetResult(short token) => _completion.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    // The reply and the caller that gives up may race; exactly one of them ends the exchange.
    private bool TryEnd(long id) => Interlocked.CompareExchange(ref _pending, 0, id) == id;

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
}
