using System.Threading.Tasks.Sources;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Lean.Exchanges;
using ProtoBench.Protocols.Lean.Loops;

namespace ProtoBench.Protocols.Lean.Http1;

/// <summary>
/// One exchange of a connection that pipelines, used again for a later one. All but its result belongs to the connection's lock.
/// </summary>
internal sealed class PipelinedExchange : ILoopWork, IValueTaskSource, IValueTaskSource<Reply>
{
    private readonly PipelinedConnection _connection;
    private ManualResetValueTaskSourceCore<Reply> _result;
    private Exception? _failure;
    private Reply _reply;

    public PipelinedExchange(PipelinedConnection connection)
    {
        _connection = connection;
        Limit = new CallerLimit(() => connection.Loop.Post(this));
    }

    public short Version => _result.Version;

    public LeanRequest Request { get; private set; } = null!;

    public CallerLimit Limit { get; }

    public bool Timed { get; private set; }

    public long SentAt { get; set; }

    public long FirstByteAt { get; set; }

    /// <summary>Is it neither answered nor given up?</summary>
    public bool IsUnderWay { get; private set; }

    public void Begin(LeanRequest request, bool timed)
    {
        _result.Reset();
        (Request, Timed, SentAt, FirstByteAt, IsUnderWay, _failure) = (request, timed, 0, 0, true, null);
    }

    /// <summary>It is over; its caller is told later, by <see cref="Complete"/>.</summary>
    public void Finish(Exception? failure, Reply reply = default) => (IsUnderWay, _failure, _reply) = (false, failure, reply);

    /// <summary>Continues the caller, on the spot.</summary>
    public void Complete()
    {
        if (_failure is { } failure)
        {
            _result.SetException(failure);
        }
        else
        {
            _result.SetResult(_reply);
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
            _connection.Return(this);
        }
    }
}
