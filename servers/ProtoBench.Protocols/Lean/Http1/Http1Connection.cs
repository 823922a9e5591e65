using System.Diagnostics;
using System.Threading.Tasks.Sources;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Lean.Exchanges;
using ProtoBench.Protocols.Lean.Loops;

namespace ProtoBench.Protocols.Lean.Http1;

/// <summary>
/// A connection of HTTP/1.1 without pipelining. An exchange is one send by its caller and one read by the loop, which continues the caller
/// on the spot. It ends when both of its halves have: the request has left, and the response is there or never will be. So no memory of the
/// caller's is read after that, and no lock is needed.
/// </summary>
internal sealed class Http1Connection :
    INoticedConnection, IRequestConnection, IPhasedConnection, IPacedConnection, IChannelUser, ILoopWork, IValueTaskSource,
    IValueTaskSource<Reply>
{
    private const int Idle = 0;
    private const int Busy = 1;
    private const int Over = 2;

    // Header and body leave in one call when they fit; a copy of that costs less than a second call.
    private const int MostCopiedBytes = 16 * 1024;

    // HttpClient uses a connection until a second before the server's idle limit; so that both make as many connections, so does this.
    private const int ShortestKeepSeconds = 1;

    private readonly LeanChannel _channel;
    private readonly ResponseBody _body;
    private readonly ResponseReader _reader;
    private readonly RequestCache _requests;
    private readonly CallerLimit _limit;
    private readonly PutOffSend _putOff;
    private ManualResetValueTaskSourceCore<Reply> _result;
    private byte[] _packed = [];
    private ReadOnlyMemory<byte> _unsent;
    private LeanRequest _request = null!;
    private Exception? _failure;
    private Exception? _end;
    private int _phase;
    private int _halves;
    private bool _responded;
    private bool _timed;
    private long _sentAt;
    private long _firstByteAt;

    public Http1Connection(LeanChannel channel, LeanPeer peer)
    {
        _channel = channel;
        _putOff = new PutOffSend(this);
        (Facts, Phases) = (peer.Facts, peer.Phases);
        _body = new ResponseBody(peer.Verifies);
        _reader = new ResponseReader(_body, peer.IsForeign);
        _requests = new RequestCache(write: request => RequestHead.Write(request, peer.Authority));
        _limit = new CallerLimit(() => channel.Loop.Post(this));
    }

    public ConnectionFacts Facts { get; }

    public ServerNotices Notices { get; } = new();

    public ConnectionPhases Phases { get; }

    public bool AwaitsContent => _phase == Busy && !_responded && _reader.AwaitsContent;

    public ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken)
    {
        MessageLimits.Check(request.Length, responseBytes, ProtocolTraits.LargestMessageBytes);
        cancellationToken.ThrowIfCancellationRequested();
        RequireIdle();
        return new ValueTask(this, Begin(_requests.Exchange(request.Length, responseBytes), request, timed: false, cancellationToken));
    }

    public ValueTask<Reply> RequestAsync(UserRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RequireIdle();
        return new ValueTask<Reply>(this, Begin(_requests.Of(request), LeanRequest.BodyOf(request), timed: true, cancellationToken));
    }

    public ValueTask<TransferTotals> DownloadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken) =>
        throw LeanPeer.NoTransfers();

    public ValueTask<TransferTotals> UploadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken) =>
        throw LeanPeer.NoTransfers();

    public ValueTask DisposeAsync()
    {
        _limit.Forget();
        _channel.Close();
        return ValueTask.CompletedTask;
    }

    public void Pace(IPacer pacer) => _channel.Loop.Pace(pacer);

    void IChannelUser.Received(ReadOnlySpan<byte> bytes)
    {
        if (Volatile.Read(ref _phase) != Busy || _responded)
        {
            EndWith(new BadResponseException("the server sent something that belongs to no request"));
            return;
        }

        if (_timed && _firstByteAt == 0)
        {
            _firstByteAt = Stopwatch.GetTimestamp();
        }

        try
        {
            if (_reader.Read(ref bytes))
            {
                Respond(bytes.Length);
            }
        }
        catch (BadResponseException error)
        {
            // Where the next response would begin is not known.
            EndWith(error);
        }
    }

    void IChannelUser.Sent()
    {
        _sentAt = _timed ? Stopwatch.GetTimestamp() : 0;
        EndHalf();
    }

    void IChannelUser.Ended(Exception? error)
    {
        _end ??= error;
        if (Interlocked.Exchange(ref _phase, Over) != Busy || _responded)
        {
            return;
        }

        if (error is null && _reader.IsCompleteAtEnd)
        {
            Notices.Close("a response without a length");
            FinishResponse(_request.Judge(_body));
            return;
        }

        FinishResponse(Endings.Cut(error, _reader.HasBegun));
    }

    // The caller has given up; this runs on the loop's thread.
    void ILoopWork.Run()
    {
        if (Volatile.Read(ref _phase) == Busy && !_responded && _limit.Token.IsCancellationRequested)
        {
            EndWith(new OperationCanceledException("the exchange was given up", _limit.Token));
        }
    }

    void IValueTaskSource.GetResult(short token) => _result.GetResult(token);

    Reply IValueTaskSource<Reply>.GetResult(short token) => _result.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _result.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _result.OnCompleted(continuation, state, token, flags);

    private short Begin(LeanRequest request, ReadOnlyMemory<byte> body, bool timed, CancellationToken cancellationToken)
    {
        _result.Reset();
        var version = _result.Version;
        _request = request;
        (_failure, _responded, _timed, _sentAt, _firstByteAt) = (null, false, timed, 0, 0);
        _halves = 2;
        _reader.Begin(request);
        _limit.Watch(cancellationToken);

        // Until here the loop has left all of this alone, because nothing is under way.
        if (Interlocked.CompareExchange(ref _phase, Busy, Idle) != Idle)
        {
            throw Endings.Refuse(Notices.Closing, _end);
        }

        // Behind the reads of all connections that are ready with this one, as wrk does. Sent at once, the request is there before the
        // server looks for the next connection, and nginx and Kestrel then serve this one again while others wait: the p99 of 64
        // connections was 2.36 ms so and 1.83 ms behind the reads (nginx), 2.77 and 2.39 ms (Kestrel), for no fewer exchanges a second.
        _unsent = body;
        if (!_channel.Loop.TryPutOffInTurn(_putOff))
        {
            Send();
        }

        // Cancelled while this began: whoever did it may have found nothing under way.
        if (cancellationToken.IsCancellationRequested)
        {
            _channel.Loop.Post(this);
        }

        return version;
    }

    private void Send()
    {
        var body = _unsent;
        _unsent = default;
        if (_channel.Send(Pack(_request, ref body), body))
        {
            // The response may be there already, and be the whole exchange but for this.
            _sentAt = _timed ? Stopwatch.GetTimestamp() : 0;
            EndHalf();
        }
    }

    private void RequireIdle()
    {
        if (Volatile.Read(ref _phase) == Busy)
        {
            throw new InvalidOperationException("HTTP/1.1 carries one exchange at a time on a connection");
        }
    }

    private ReadOnlyMemory<byte> Pack(LeanRequest request, ref ReadOnlyMemory<byte> body)
    {
        var total = request.Octets.Length + body.Length;
        if (body.IsEmpty || total > MostCopiedBytes)
        {
            return request.Octets;
        }

        if (_packed.Length < total)
        {
            _packed = new byte[total];
        }

        request.Octets.CopyTo(_packed);
        body.CopyTo(_packed.AsMemory(request.Octets.Length));
        body = default;
        return _packed.AsMemory(0, total);
    }

    private void Respond(int more)
    {
        if (_reader.KeepSeconds is { } seconds && Notices.IdleLimit is null)
        {
            Notices.LimitIdle(TimeSpan.FromSeconds(seconds));
        }

        if (_reader.Closes)
        {
            Notices.Close("Connection: close");
        }
        else if (_reader.KeepSeconds <= ShortestKeepSeconds)
        {
            Notices.Close($"Keep-Alive: timeout={_reader.KeepSeconds}");
        }

        if (more > 0 && Notices.Closing is null)
        {
            EndWith(new BadResponseException("the server sent more after its complete response, and it belongs to no request"));
            return;
        }

        if (Notices.Closing is not null)
        {
            Volatile.Write(ref _phase, Over);
            FinishResponse(_request.Judge(_body), closes: true);
            return;
        }

        FinishResponse(_request.Judge(_body));
    }

    private void EndWith(Exception error)
    {
        _end ??= error;
        var under = Interlocked.Exchange(ref _phase, Over) == Busy && !_responded;
        if (under)
        {
            _responded = true;
            _failure = error;
        }

        // Lets go of what is still to be sent.
        _channel.Close();
        if (under)
        {
            EndHalf();
        }
    }

    private void FinishResponse(Exception? failure, bool closes = false)
    {
        _responded = true;
        _failure = failure;
        if (closes)
        {
            _channel.Close();
        }

        EndHalf();
    }

    private void EndHalf()
    {
        if (Interlocked.Decrement(ref _halves) > 0)
        {
            return;
        }

        var failure = _failure;

        // A thread that was kept from its processor after its send looks at the clock when the response is there already.
        var sentAt = _firstByteAt > 0 ? Math.Min(_sentAt, _firstByteAt) : _sentAt;
        var reply = new Reply(_body.Status, _body.Received, sentAt, _firstByteAt);
        Interlocked.CompareExchange(ref _phase, Idle, Busy);
        if (failure is null)
        {
            _result.SetResult(reply);
        }
        else
        {
            _result.SetException(failure);
        }
    }

    private sealed class PutOffSend(Http1Connection connection) : ILoopWork
    {
        public void Run() => connection.Send();
    }
}
