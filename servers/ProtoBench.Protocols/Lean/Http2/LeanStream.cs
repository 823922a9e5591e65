using System.Threading.Tasks.Sources;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Lean.Exchanges;
using ProtoBench.Protocols.Lean.Loops;

namespace ProtoBench.Protocols.Lean.Http2;

/// <summary>One exchange on a stream of HTTP/2, used again for the next. All but its result belongs to the connection's lock.</summary>
internal sealed class LeanStream : ILoopWork, IValueTaskSource, IValueTaskSource<Reply>
{
    private readonly Http2Connection _connection;
    private ManualResetValueTaskSourceCore<Reply> _result;
    private Exception? _failure;
    private byte[] _packed = [];

    public LeanStream(Http2Connection connection, bool verify, ILeanCalls? calls)
    {
        _connection = connection;
        Response = new ResponseBody(verify, calls?.CreateReader(verify));
        Limit = new CallerLimit(() => connection.Loop.Post(this));
    }

    /// <summary>What it is called now; 0: it waits for its turn, or is not in use.</summary>
    public int Id { get; set; }

    public short Version => _result.Version;

    public LeanRequest Request { get; private set; } = null!;

    public ResponseBody Response { get; }

    public CallerLimit Limit { get; }

    /// <summary>What of the request's body has not been written yet.</summary>
    public ReadOnlyMemory<byte> Left { get; set; }

    /// <summary>What the server still takes of this stream (RFC 9113, 6.9.1); a change of its settings may make it negative.</summary>
    public long SendWindow { get; set; }

    /// <summary>What has come and was not yet given back.</summary>
    public int Consumed { get; set; }

    /// <summary>What the server may still send.</summary>
    public long ReceiveWindow { get; set; }

    /// <summary>Is an exchange under way, whether it has begun to be sent or not?</summary>
    public bool IsUnderWay { get; private set; }

    /// <summary>Was it opened before the server had said how many streams it takes?</summary>
    public bool IsBlind { get; set; }

    /// <summary>Is the header of the final response there?</summary>
    public bool HasHead { get; set; }

    /// <summary>What the response says about its length; less than 0: nothing.</summary>
    public long DeclaredBytes { get; set; }

    public bool Timed { get; private set; }

    public long SentAt { get; set; }

    public long FirstByteAt { get; set; }

    private ReadOnlyMemory<byte> Body { get; set; }

    public void Begin(LeanRequest request, ReadOnlyMemory<byte> body, bool timed)
    {
        _result.Reset();
        (_failure, Request, Body, Timed, IsUnderWay, Id) = (null, request, body, timed, true, 0);
        Rewind();
    }

    /// <summary>The content of a call's request, in memory of this stream.</summary>
    public ReadOnlyMemory<byte> Pack(ILeanCalls calls, ReadOnlySpan<byte> payload, int responseBytes)
    {
        var length = calls.Pack(payload, responseBytes, ref _packed);
        return _packed.AsMemory(0, length);
    }

    /// <summary>As if nothing of it had been sent.</summary>
    public void Rewind()
    {
        (Id, Left, Consumed, ReceiveWindow) = (0, Body, 0, Http2Windows.StreamBytes);
        (HasHead, DeclaredBytes, SentAt, FirstByteAt) = (false, -1, 0, 0);
        Response.Begin(Request);
    }

    /// <summary>The exchange is over; its caller is told later, by <see cref="Complete"/>.</summary>
    public void Finish(Exception? failure)
    {
        (IsUnderWay, _failure, Left, Body) = (false, failure, default, default);
    }

    /// <summary>Continues the caller, on the spot.</summary>
    public void Complete()
    {
        if (_failure is null)
        {
            var (status, bytes) = Response.Answer;
            _result.SetResult(new Reply(status, bytes, SentAt, FirstByteAt));
        }
        else
        {
            _result.SetException(_failure);
        }
    }

    // The caller has given up.
    void ILoopWork.Run() => _connection.GiveUp(this);

    void IValueTaskSource.GetResult(short token) => Take(token);

    Reply IValueTaskSource<Reply>.GetResult(short token) => Take(token);

    public ValueTaskSourceStatus GetStatus(short token) => _result.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _result.OnCompleted(continuation, state, token, flags);

    // Only now may the object be used again.
    private Reply Take(short token)
    {
        try
        {
            return _result.GetResult(token);
        }
        finally
        {
            _connection.Spare.Return(this);
        }
    }
}

/// <summary>
/// Streams that are not in use. The one that was just given back is taken first: its caller is most likely to be the same.
/// </summary>
internal sealed class SpareStreams(Func<LeanStream> create)
{
    // A queue because it recycles its segments instead of allocating nodes.
    private readonly System.Collections.Concurrent.ConcurrentQueue<LeanStream> _further = new();
    private LeanStream? _newest;

    public LeanStream Take() =>
        Interlocked.Exchange(ref _newest, null) ?? (_further.TryDequeue(out var stream) ? stream : create());

    public void Return(LeanStream stream)
    {
        if (Interlocked.Exchange(ref _newest, stream) is { } older)
        {
            _further.Enqueue(older);
        }
    }
}
