using System.Diagnostics;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Lean.Exchanges;
using ProtoBench.Protocols.Lean.Loops;

namespace ProtoBench.Protocols.Lean.Http1;

/// <summary>
/// A connection of HTTP/1.1 with pipelining (RFC 9112, 9.3.2): requests leave before earlier ones are answered, and responses come in the
/// order of their requests. What ends one exchange other than by its response ends the connection, because nobody can tell where the next
/// response would begin. Responses are read by the loop, which continues the callers when it has read all that came, so that the requests
/// they send next leave together.
/// </summary>
internal sealed class PipelinedConnection : INoticedConnection, IRequestConnection, IPhasedConnection, IPacedConnection, IChannelUser
{
    private readonly Lock _lock = new();
    private readonly LeanChannel _channel;
    private readonly ResponseBody _body;
    private readonly ResponseReader _reader;
    private readonly RequestCache _requests;
    private readonly PipelineQueue _queue;
    private readonly Stack<PipelinedExchange> _spare;

    // The loop's own: what was answered by the bytes it reads now, and whose response it reads.
    private readonly List<PipelinedExchange> _answered;
    private PipelinedExchange? _reading;

    private Exception? _end;
    private bool _isOver;
    private bool _isSending;
    private bool _isHeld;
    private bool _isTelling;

    /// <param name="channel">Its bytes.</param>
    /// <param name="peer">Its server.</param>
    /// <param name="depth">Exchanges at once, at least 2.</param>
    public PipelinedConnection(LeanChannel channel, LeanPeer peer, int depth)
    {
        _channel = channel;
        (Facts, Phases) = (peer.Facts, peer.Phases);
        _body = new ResponseBody(peer.Verifies);
        _reader = new ResponseReader(_body, peer.IsForeign);
        _requests = new RequestCache(write: request => RequestHead.Write(request, peer.Authority));
        _queue = new PipelineQueue(depth);
        _spare = new Stack<PipelinedExchange>(depth);
        _answered = new List<PipelinedExchange>(depth);
    }

    public ConnectionFacts Facts { get; }

    public ServerNotices Notices { get; } = new();

    public ConnectionPhases Phases { get; }

    public bool AwaitsContent => !_isOver && _reading is not null && _reader.AwaitsContent;

    public EventLoop Loop => _channel.Loop;

    public ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken)
    {
        MessageLimits.Check(request.Length, responseBytes, ProtocolTraits.LargestMessageBytes);
        var exchange = Begin(user: null, request, responseBytes, cancellationToken);
        return new ValueTask(exchange, exchange.Version);
    }

    public ValueTask<Reply> RequestAsync(UserRequest request, CancellationToken cancellationToken)
    {
        var exchange = Begin(request, LeanRequest.BodyOf(request), 0, cancellationToken);
        return new ValueTask<Reply>(exchange, exchange.Version);
    }

    public ValueTask<TransferTotals> DownloadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken) =>
        throw LeanPeer.NoTransfers();

    public ValueTask<TransferTotals> UploadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken) =>
        throw LeanPeer.NoTransfers();

    public void Pace(IPacer pacer) => Loop.Pace(pacer);

    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isOver = true;
            while (_spare.TryPop(out var exchange))
            {
                exchange.Limit.Forget();
            }
        }

        _channel.Close();
        return ValueTask.CompletedTask;
    }

    /// <summary>A caller has given up; on the loop's thread.</summary>
    internal void GiveUp(PipelinedExchange exchange)
    {
        bool under;
        lock (_lock)
        {
            under = exchange.IsUnderWay && exchange.Limit.Token.IsCancellationRequested;
        }

        if (under)
        {
            EndWith(new OperationCanceledException("the exchange was given up", exchange.Limit.Token), exchange);
        }
    }

    /// <summary>The caller has its result.</summary>
    internal void Return(PipelinedExchange exchange)
    {
        lock (_lock)
        {
            if (_isOver)
            {
                exchange.Limit.Forget();
            }
            else
            {
                _spare.Push(exchange);
            }
        }
    }

    void IChannelUser.Received(ReadOnlySpan<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty && Volatile.Read(ref _isOver) is false)
            {
                if (!Read(ref bytes))
                {
                    break;
                }
            }
        }
        catch (BadResponseException error)
        {
            EndWith(error, _reading);
        }

        TellAnswered();
    }

    void IChannelUser.Sent()
    {
        lock (_lock)
        {
            _isSending = false;
        }

        Flush();
    }

    void IChannelUser.Ended(Exception? error)
    {
        if (error is null && _reading is not null && _reader.IsCompleteAtEnd)
        {
            Notices.Close("a response without a length");
            Answer();
            EndWith(Endings.Refuse(Notices.Closing, null), culprit: null);
        }
        else
        {
            EndWith(error, _reading);
        }

        TellAnswered();
    }

    private PipelinedExchange Begin(
        UserRequest? user, ReadOnlyMemory<byte> body, int responseBytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        PipelinedExchange exchange;
        lock (_lock)
        {
            if (_isOver)
            {
                throw Endings.Refuse(Notices.Closing, _end);
            }

            if (_queue.IsFull)
            {
                throw new InvalidOperationException($"this connection carries {_queue.Count} exchanges at once, and all are under way");
            }

            var request = user is null ? _requests.Exchange(body.Length, responseBytes) : _requests.Of(user);
            exchange = _spare.TryPop(out var spare) ? spare : new PipelinedExchange(this);
            exchange.Begin(request, timed: user is not null);
            _queue.Add(exchange, request.Octets.Span, body.Span);
        }

        exchange.Limit.Watch(cancellationToken);
        Flush();

        // Cancelled while this began: whoever did it may have found nothing under way.
        if (cancellationToken.IsCancellationRequested)
        {
            Loop.Post(exchange);
        }

        return exchange;
    }

    /// <summary>Sends what waits, unless somebody does already, or the loop will when it has told its callers.</summary>
    private void Flush()
    {
        while (true)
        {
            ReadOnlyMemory<byte> requests;
            lock (_lock)
            {
                if (_isSending || _isOver || _isHeld || !_queue.HasWaiting)
                {
                    return;
                }

                _isSending = true;
                requests = _queue.Take();
            }

            if (!_channel.Send(requests, default))
            {
                return;
            }

            lock (_lock)
            {
                _isSending = false;
            }
        }
    }

    /// <summary>Reads on in the response that is next; false: more has to come.</summary>
    private bool Read(ref ReadOnlySpan<byte> bytes)
    {
        if (_reading is null)
        {
            lock (_lock)
            {
                _reading = _queue.Oldest;
            }

            if (_reading is null)
            {
                throw new BadResponseException("the server sent something that belongs to no request");
            }

            _reader.Begin(_reading.Request);
            _reading.FirstByteAt = _reading.Timed ? Stopwatch.GetTimestamp() : 0;
        }

        if (!_reader.Read(ref bytes))
        {
            return false;
        }

        if (_reader.KeepSeconds is { } seconds && Notices.IdleLimit is null)
        {
            Notices.LimitIdle(TimeSpan.FromSeconds(seconds));
        }

        var closes = _reader.Closes;
        if (closes)
        {
            Notices.Close("Connection: close");
        }

        Answer();
        if (closes)
        {
            // Nothing behind it is answered (RFC 9112, 9.6).
            EndWith(Endings.Refuse(Notices.Closing, null), culprit: null);
        }

        return true;
    }

    /// <summary>The response of the oldest exchange is complete.</summary>
    private void Answer()
    {
        var answered = _reading!;
        _reading = null;
        var failure = answered.Request.Judge(_body);
        var sentAt = answered.Timed ? Math.Min(answered.SentAt, answered.FirstByteAt) : 0;
        lock (_lock)
        {
            // Over already when a caller has given up meanwhile: then everybody has been told.
            if (!answered.IsUnderWay)
            {
                return;
            }

            _queue.RemoveOldest();
            answered.Finish(failure, new Reply(_body.Status, _body.Received, sentAt, answered.FirstByteAt));
        }

        _answered.Add(answered);
    }

    // What they send next leaves together, in one write.
    private void TellAnswered()
    {
        // A caller who is told may close the connection on the spot; whoever is to be told of that, the loop below still comes to.
        if (_answered.Count == 0 || _isTelling)
        {
            return;
        }

        lock (_lock)
        {
            (_isHeld, _isTelling) = (true, true);
        }

        for (var i = 0; i < _answered.Count; i++)
        {
            _answered[i].Complete();
        }

        _answered.Clear();
        lock (_lock)
        {
            (_isHeld, _isTelling) = (false, false);
        }

        Flush();
    }

    /// <summary>Ends the connection and every exchange on it; on the loop's thread.</summary>
    /// <param name="error">Null: the server has ended it.</param>
    /// <param name="culprit">Whose fault or response it is, if anybody's: the others are told that theirs never came.</param>
    private void EndWith(Exception? error, PipelinedExchange? culprit)
    {
        lock (_lock)
        {
            (_isOver, _end) = (true, _end ?? error);
            while (_queue.Count > 0)
            {
                var exchange = _queue.RemoveOldest();
                exchange.Finish(FailureOf(exchange));
                _answered.Add(exchange);
            }
        }

        _channel.Close();
        TellAnswered();
        return;

        Exception FailureOf(PipelinedExchange exchange) => error switch
        {
            ConnectionEndedException ended => new ConnectionEndedException(ended.Message) { Announced = ended.Announced },
            OperationCanceledException or BadResponseException when ReferenceEquals(exchange, culprit) => error,
            OperationCanceledException or BadResponseException =>
                new IOException($"the connection was closed, because an exchange before or behind this one failed: {error.Message}"),
            _ => Endings.Cut(error, ReferenceEquals(exchange, culprit) && _reader.HasBegun),
        };
    }
}
