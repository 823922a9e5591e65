using System.Diagnostics;
using System.Text;
using System.Threading.Tasks.Sources;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Http;
using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Options;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Protocols.Http3;

/// <summary>
/// One user's request at a time on a stream of its own; used again and again, so that a request allocates nothing. Everything but
/// <see cref="Start"/> and the cancellation runs on the loop's thread.
/// </summary>
/// <remarks>
/// The instants of a <see cref="Reply"/>: the request is sent when its last byte is with ngtcp2, which puts it into packets in the same
/// turn of the loop as far as windows allow; the first byte is there when the head of the response has been decoded.
/// </remarks>
internal sealed class Http3Request(Http3Connection owner, Http3Dialect dialect, bool completeOnThreadPool)
    : IQuicStreamHandler, ILoopWork, IValueTaskSource<Reply>
{
    // RFC 9114, section 8.1.
    private const ulong RequestRejected = 0x10b;
    private const ulong MessageError = 0x10e;

    private readonly byte[] _start = new byte[QuotedText.MostBytes];
    private ManualResetValueTaskSourceCore<Reply> _completion = new() { RunContinuationsAsynchronously = completeOnThreadPool };
    private UserRequest? _asked;
    private ReadOnlyMemory<byte> _body;
    private int _sent;
    private long _received;
    private int _status;
    private int _kept;
    private string? _location;
    private long _sentAt;
    private long _firstByteAt;
    private Phase _phase;
    private QuicChannel? _stream;
    private CancellationToken _cancellationToken;
    private CancellationTokenRegistration _registration;
    private Exception? _error;
    private bool _abandoned;

    private enum Phase
    {
        Idle,
        Opening,
        UnderWay,
        Completing,
    }

    public ValueTask<Reply> Start(UserRequest request, CancellationToken cancellationToken)
    {
        _asked = request;
        _body = request.Messages is [var body, ..] ? body : default;
        _received = _sent = _status = _kept = 0;
        _sentAt = _firstByteAt = 0;
        _location = null;
        _error = null;
        _stream = null;
        _completion.Reset();
        _phase = Phase.Opening;
        _cancellationToken = cancellationToken;
        if (dialect.Peer.OnLoop)
        {
            Run();
        }
        else
        {
            dialect.Peer.Post(this);
        }

        return new ValueTask<Reply>(this, _completion.Version);
    }

    public void Run()
    {
        if (_phase == Phase.Opening)
        {
            Open();
        }
        else if (_phase == Phase.Completing)
        {
            Finish();
        }
    }

    public void OnOpened(QuicChannel stream)
    {
        if (_phase != Phase.UnderWay)
        {
            stream.Detach();
            stream.Abort(dialect.CancelCode);
            return;
        }

        _stream = stream;
        OnSendSpace(stream);
    }

    public void OnSendSpace(QuicChannel stream)
    {
        // As much as two trains at a time: a 16 MiB body is not copied whole.
        var chunk = Math.Min(_body.Length - _sent, QuicChannel.LowWater);
        stream.Write(_body.Span.Slice(_sent, chunk));
        _sent += chunk;
        if (_sent == _body.Length)
        {
            _sentAt = Stopwatch.GetTimestamp();
            stream.Finish();
        }
        else
        {
            stream.RequestSpace();
        }
    }

    public void OnStatus(QuicChannel stream, int status)
    {
        // Informational responses come before the one that counts (RFC 9110, 15.2).
        _status = status;
        _location = null;
        if (_firstByteAt == 0)
        {
            _firstByteAt = Stopwatch.GetTimestamp();
        }
    }

    public void OnLocation(QuicChannel stream, ReadOnlySpan<byte> location)
    {
        if (!IsExpected)
        {
            _location = Encoding.UTF8.GetString(location);
        }
    }

    public int OnBytes(QuicChannel stream, ReadOnlySpan<byte> bytes)
    {
        _received += bytes.Length;
        if (_kept < _start.Length && !IsExpected)
        {
            var kept = bytes[..Math.Min(bytes.Length, _start.Length - _kept)];
            kept.CopyTo(_start.AsSpan(_kept));
            _kept += kept.Length;
        }

        return bytes.Length;
    }

    public void OnEnd(QuicChannel stream) => Complete(
        IsExpected ? null
        : _status == 0 ? new BadResponseException("the response has no status")
        : HttpRefusal.OfStatus(_asked!, _status, _location, _start.AsSpan(0, _kept)));

    public void OnPeerReset(QuicChannel stream, ulong errorCode)
    {
        var message = $"the server gave the request up with code 0x{errorCode:x}";
        Complete(errorCode == RequestRejected || stream.Id >= owner.FirstRefused
            ? Ended(message)
            : new QuicException(message, errorCode));
    }

    public void OnPeerStopped(QuicChannel stream, ulong errorCode)
    {
        // The rest of the request is not wanted; the response still tells how it ended (RFC 9114, section 4.1.2).
    }

    public void OnClosed(QuicChannel stream, QuicException? error)
    {
        var opened = _stream is not null;
        _stream = null;
        Complete(
            error is null ? new QuicException("the stream ended before its response")
            : error.ErrorCode == MessageError ? new BadResponseException(error.Message, error)
            : MayBeDoneAgain(stream, opened) ? Ended(error.Message)
            : error);
    }

    Reply IValueTaskSource<Reply>.GetResult(short token)
    {
        try
        {
            return _completion.GetResult(token);
        }
        finally
        {
            _phase = Phase.Idle;
            if (!_abandoned)
            {
                owner.Return(this);
            }
        }
    }

    ValueTaskSourceStatus IValueTaskSource<Reply>.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource<Reply>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    private bool IsExpected => _asked!.Expected.Contains(_status);

    /// <summary>
    /// Did the request not leave, or did the server say that it does not look at it? What an announced close finds without any answer was
    /// not looked at either, as far as anybody can tell; HttpClient takes it so too.
    /// </summary>
    private bool MayBeDoneAgain(QuicChannel? stream, bool opened) =>
        !opened || (_status == 0 && (stream!.Id >= owner.FirstRefused || owner.Notices.Closing is not null));

    private ConnectionEndedException Ended(string message) => owner.Notices.Closing is { } how
        ? new ConnectionEndedException($"the server has closed the connection as it had announced ({how})") { Announced = true }
        : new ConnectionEndedException(message);

    private void Open()
    {
        _phase = Phase.UnderWay;
        if (_cancellationToken.CanBeCanceled)
        {
            _registration = _cancellationToken.UnsafeRegister(static exchange => ((Http3Request)exchange!).OnCancelled(), this);
            if (_phase != Phase.UnderWay)
            {
                return;
            }
        }

        dialect.OpenRequest(this, _asked!);
    }

    private void OnCancelled()
    {
        var version = _completion.Version;
        dialect.Peer.Post(new Cancellation(this, version));
    }

    private void Cancel(short version)
    {
        if (version == _completion.Version && _phase == Phase.UnderWay)
        {
            Complete(new OperationCanceledException(_cancellationToken));
        }
    }

    private void Complete(Exception? error)
    {
        if (_phase != Phase.UnderWay)
        {
            return;
        }

        _phase = Phase.Completing;
        _error = error;
        if (_stream is { } stream)
        {
            _stream = null;
            stream.Detach();
            if (error is not (null or UnexpectedStatusException) || _sent < _body.Length)
            {
                stream.Abort(dialect.CancelCode);
            }
        }
        else
        {
            // Still in the queue for a stream, which may come: this object must not be somebody else's by then.
            _abandoned = true;
        }

        // Not here: this may be inside a native callback, where the continuation must not send.
        dialect.Peer.Defer(this);
    }

    private void Finish()
    {
        _registration.Dispose();
        _registration = default;
        _body = default;
        if (_error is null)
        {
            _completion.SetResult(new Reply(_status, _received, _sentAt == 0 ? _firstByteAt : _sentAt, _firstByteAt));
        }
        else
        {
            _completion.SetException(_error);
        }
    }

    private sealed class Cancellation(Http3Request exchange, short version) : ILoopWork
    {
        public void Run() => exchange.Cancel(version);
    }
}
