using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Tasks.Sources;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Lean.Exchanges;
using ProtoBench.Protocols.Lean.Loops;

namespace ProtoBench.Protocols.WebSockets;

/// <summary>
/// The lean client's WebSocket over HTTP/1.1: exchanges and requests only, without a task or an allocation for each. An exchange ends when
/// both of its halves have, its message and the answer; the loop continues its caller on the spot.
/// </summary>
internal sealed class LeanWebSocket :
    INoticedConnection, IRequestConnection, IPhasedConnection, IPacedConnection, IChannelUser, IServerMessages, ILoopWork, IValueTaskSource,
    IValueTaskSource<Reply>
{
    private const int Idle = 0;
    private const int Busy = 1;
    private const int Over = 2;

    private readonly LeanChannel _channel;
    private readonly bool _verifies;
    private readonly UpgradeResponse _upgrade;
    private readonly string _authority;
    private readonly MessageForms _forms;
    private readonly MessageSender _sender;
    private readonly ServerFrameReader _frames;
    private readonly CallerLimit _limit;
    private readonly TaskCompletionSource _upgraded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _greeted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ManualResetValueTaskSourceCore<Reply> _result;
    private Exception? _failure;
    private Exception? _end;
    private int _phase;
    private int _halves;
    private int _greetings;
    private int _wanted;
    private long _received;
    private bool _isOpen;
    private bool _responded;
    private bool _timed;
    private long _sentAt;
    private long _firstByteAt;

    /// <param name="channel">To the server.</param>
    /// <param name="peer">The server.</param>
    /// <param name="settings">Of the client.</param>
    public LeanWebSocket(LeanChannel channel, LeanPeer peer, EndpointSettings settings)
    {
        _channel = channel;
        (Facts, Phases, _authority) = (peer.Facts, peer.Phases, peer.Authority);
        _verifies = peer.Verifies && settings.Site is null;
        _upgrade = new UpgradeResponse(settings.Site);
        _forms = new MessageForms(settings.Site?.Form ?? MessageForm.ByContent);
        _greetings = settings.Site?.ServerGreetings ?? 0;
        _sender = new MessageSender(channel, MessageSent);
        _frames = new ServerFrameReader(this);
        _limit = new CallerLimit(() => channel.Loop.Post(this));
    }

    public ConnectionFacts Facts { get; private set; }

    public ServerNotices Notices { get; } = new();

    public ConnectionPhases Phases { get; }

    // Servers write a frame in one piece.
    public bool AwaitsContent => false;

    /// <summary>
    /// The opening handshake, and what a user's server and client say to each other before requests. Once, after the start.
    /// </summary>
    /// <exception cref="IOException">The server refused, or has ended the connection.</exception>
    public async ValueTask OpenAsync(ForeignSite? site, CancellationToken cancellationToken)
    {
        await using var giving = cancellationToken.UnsafeRegister(static state => ((LeanChannel)state!).Close(), _channel)
            .ConfigureAwait(false);
        try
        {
            _channel.Send(_upgrade.Request(_authority), default);
            await _upgraded.Task.ConfigureAwait(false);
            if (site is not null)
            {
                await GreetAsync(site, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested && error is not OperationCanceledException)
        {
            throw new OperationCanceledException("the upgrade was given up", error, cancellationToken);
        }
    }

    public ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken)
    {
        MessageLimits.Check(request.Length, responseBytes, ProtocolTraits.LargestMessageBytes);
        cancellationToken.ThrowIfCancellationRequested();
        var version = Begin(responseBytes, timed: false, cancellationToken);
        _sender.Begin(new WebSocketCommand(WebSocketCommandKind.Exchange, responseBytes, 0), request);
        GiveUpIfLate(cancellationToken);
        return new ValueTask(this, version);
    }

    public ValueTask<Reply> RequestAsync(UserRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var version = Begin(wanted: -1, timed: true, cancellationToken);
        _sender.Begin(_forms.Of(request), LeanRequest.BodyOf(request));
        GiveUpIfLate(cancellationToken);
        return new ValueTask<Reply>(this, version);
    }

    public ValueTask<TransferTotals> DownloadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken) =>
        throw LeanPeer.NoTransfers();

    public ValueTask<TransferTotals> UploadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken) =>
        throw LeanPeer.NoTransfers();

    public void Pace(IPacer pacer) => _channel.Loop.Pace(pacer);

    // No closing handshake: it would wait for the peer, and the connection ends here in any case.
    public ValueTask DisposeAsync()
    {
        _limit.Forget();
        _channel.Close();
        return ValueTask.CompletedTask;
    }

    void IChannelUser.Received(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (!_isOpen)
            {
                if (!_upgrade.Read(ref bytes))
                {
                    return;
                }

                _isOpen = true;
                _upgraded.TrySetResult();
            }

            if (_timed && _firstByteAt == 0)
            {
                _firstByteAt = Stopwatch.GetTimestamp();
            }

            _frames.Read(bytes);
        }
        catch (Exception error) when (error is BadResponseException or IOException)
        {
            EndWith(error);
        }
    }

    void IChannelUser.Sent() => _sender.Gone();

    void IChannelUser.Ended(Exception? error)
    {
        _end ??= error;
        _sender.End();
        var cut = Endings.Cut(error, _received > 0);
        TellOpening(_isOpen ? cut : new IOException($"the upgrade to WebSocket failed: {cut.Message}", cut));
        if (Interlocked.Exchange(ref _phase, Over) == Busy && !_responded)
        {
            Respond(cut);
        }
    }

    // The caller has given up; this runs on the loop's thread.
    void ILoopWork.Run()
    {
        if (Volatile.Read(ref _phase) == Busy && !_responded && _limit.Token.IsCancellationRequested)
        {
            EndWith(new OperationCanceledException("the exchange was given up", _limit.Token));
        }
    }

    bool IServerMessages.Begin()
    {
        if (_greetings > 0 || (Volatile.Read(ref _phase) == Busy && !_responded))
        {
            return true;
        }

        EndWith(new BadResponseException("the server sent a message that belongs to no request"));
        return false;
    }

    bool IServerMessages.Take(ReadOnlySpan<byte> piece)
    {
        if (_greetings == 0)
        {
            Payload.VerifyIf(_verifies, piece, _received);
            _received += piece.Length;
        }

        return true;
    }

    bool IServerMessages.End()
    {
        if (_greetings > 0)
        {
            if (--_greetings == 0)
            {
                _greeted.TrySetResult();
            }

            return true;
        }

        Respond(_wanted < 0 || _received == _wanted
            ? null
            : new BadResponseException($"the response has {_received} bytes, asked for were {_wanted}"));
        return Volatile.Read(ref _phase) != Over;
    }

    bool IServerMessages.Control(FrameCode code, ReadOnlySpan<byte> payload)
    {
        switch (code)
        {
            case FrameCode.Ping:
                _sender.Control(FrameCode.Pong, payload);
                return true;
            case FrameCode.Close:
                _sender.Control(FrameCode.Close, payload[..Math.Min(payload.Length, sizeof(ushort))]);
                EndWith(Closed(payload));
                return false;
            default:
                return true;
        }
    }

    void IValueTaskSource.GetResult(short token) => _result.GetResult(token);

    Reply IValueTaskSource<Reply>.GetResult(short token) => _result.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _result.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _result.OnCompleted(continuation, state, token, flags);

    private async ValueTask GreetAsync(ForeignSite site, CancellationToken cancellationToken)
    {
        Facts = Facts with
        {
            More = Facts.More.Append(KeyValuePair.Create("websocket compression", "none"))
                .Concat(_upgrade.SubProtocol is { } chosen ? [KeyValuePair.Create("websocket sub-protocol", chosen)] : [])
                .ToDictionary(),
        };
        if (site.FirstMessage is { } first)
        {
            // Its answer, if there is one, is a greeting.
            var version = Begin(wanted: -1, timed: false, cancellationToken, answered: false);
            _sender.Begin(WebSocketMessageType.Text, Encoding.UTF8.GetBytes(first));
            await new ValueTask(this, version).ConfigureAwait(false);
        }

        if (site.ServerGreetings > 0)
        {
            await _greeted.Task.ConfigureAwait(false);
        }
    }

    private short Begin(int wanted, bool timed, CancellationToken cancellationToken, bool answered = true)
    {
        if (Volatile.Read(ref _phase) == Busy)
        {
            throw new InvalidOperationException("a WebSocket carries one exchange at a time here");
        }

        _result.Reset();
        var version = _result.Version;
        (_failure, _responded, _timed, _sentAt, _firstByteAt) = (null, !answered, timed, 0, 0);
        (_wanted, _received, _halves) = (wanted, 0, answered ? 2 : 1);
        _limit.Watch(cancellationToken);

        // Until here the loop has left all of this alone, because nothing is under way.
        if (Interlocked.CompareExchange(ref _phase, Busy, Idle) != Idle)
        {
            throw Endings.Refuse(Notices.Closing, _end);
        }

        return version;
    }

    // Whoever cancelled it while it began may have found nothing under way.
    private void GiveUpIfLate(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            _channel.Loop.Post(this);
        }
    }

    private void MessageSent()
    {
        _sentAt = _timed ? Stopwatch.GetTimestamp() : 0;
        EndHalf();
    }

    /// <summary>What a close frame means (RFC 6455, 5.5.1 and 7.4): no answer follows.</summary>
    private Exception Closed(ReadOnlySpan<byte> payload)
    {
        var status = payload.Length < sizeof(ushort)
            ? WebSocketCloseStatus.Empty
            : (WebSocketCloseStatus)BinaryPrimitives.ReadUInt16BigEndian(payload);
        var cut = _received > 0 && !_responded;
        if (!cut && status is WebSocketCloseStatus.NormalClosure or WebSocketCloseStatus.EndpointUnavailable)
        {
            Notices.Close($"WebSocket close {(int)status}");
            return new ConnectionEndedException($"the server has closed the WebSocket as it announced ({Notices.Closing})")
            { Announced = true };
        }

        var said = payload.Length > sizeof(ushort) ? Encoding.UTF8.GetString(payload[sizeof(ushort)..]) : "";
        var why = $"the server closed the WebSocket: {status} {said}".TrimEnd();
        return status == WebSocketCloseStatus.InvalidPayloadData ? new BadResponseException(why) : new IOException(why);
    }

    private void EndWith(Exception error)
    {
        _end ??= error;
        _sender.End();
        TellOpening(error);
        var under = Interlocked.Exchange(ref _phase, Over) == Busy && !_responded;
        if (under)
        {
            (_responded, _failure) = (true, error);
        }

        // Lets go of what is still to be sent.
        _channel.Close();
        if (under)
        {
            EndHalf();
        }
    }

    private void TellOpening(Exception error)
    {
        _upgraded.TrySetException(error);
        _greeted.TrySetException(error);

        // Nobody may be waiting for either, which is no fault.
        _ = _upgraded.Task.Exception;
        _ = _greeted.Task.Exception;
    }

    private void Respond(Exception? failure)
    {
        (_responded, _failure) = (true, failure);
        EndHalf();
    }

    private void EndHalf()
    {
        if (Interlocked.Decrement(ref _halves) > 0)
        {
            return;
        }

        var failure = _failure;

        // A thread that was kept from its processor after its send looks at the clock when the answer is there already.
        var sentAt = _firstByteAt > 0 ? Math.Min(_sentAt, _firstByteAt) : _sentAt;
        var reply = new Reply(0, _received, sentAt, _firstByteAt);
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
}
