using System.Text;
using System.Threading.Tasks.Sources;
using ProtoBench.Contract;
using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Options;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>
/// One exchange at a time on a stream of its own; used again and again, so that an exchange allocates nothing. Everything but
/// <see cref="Start"/> and the cancellation runs on the loop's thread.
/// </summary>
internal sealed class StreamExchange(StreamConnection owner, StreamDialect dialect, bool verify, bool completeOnThreadPool)
    : IQuicStreamHandler, ILoopWork, IValueTaskSource
{
    private const int Ok = 200;
    private const int MostErrorText = 200;

    private ManualResetValueTaskSourceCore<bool> _completion = new() { RunContinuationsAsynchronously = completeOnThreadPool };
    private ReadOnlyMemory<byte> _request;
    private int _sent;
    private int _responseBytes;
    private long _received;
    private int _status;
    private Phase _phase;
    private QuicChannel? _stream;
    private CancellationToken _cancellationToken;
    private CancellationTokenRegistration _registration;
    private Exception? _error;
    private StringBuilder? _errorText;
    private bool _abandoned;

    private enum Phase
    {
        Idle,
        Opening,
        UnderWay,
        Completing,
    }

    public ValueTask Start(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken)
    {
        _request = request;
        _responseBytes = responseBytes;
        _received = _sent = 0;
        _status = dialect.HasStatus ? 0 : Ok;
        _error = null;
        _errorText = null;
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

        return new ValueTask(this, _completion.Version);
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
        dialect.BeginExchange(stream, _request.Length, _responseBytes);
        OnSendSpace(stream);
    }

    public void OnSendSpace(QuicChannel stream)
    {
        // As much as two trains at a time: a 16 MiB request is not copied whole.
        var chunk = Math.Min(_request.Length - _sent, QuicChannel.LowWater);
        stream.Write(_request.Span.Slice(_sent, chunk));
        _sent += chunk;
        if (_sent == _request.Length)
        {
            stream.Finish();
        }
        else
        {
            stream.RequestSpace();
        }
    }

    public void OnStatus(QuicChannel stream, int status) => _status = status;

    public int OnBytes(QuicChannel stream, ReadOnlySpan<byte> bytes)
    {
        if (_status != Ok)
        {
            KeepErrorText(bytes);
            return bytes.Length;
        }

        try
        {
            Payload.VerifyIf(verify, bytes, _received);
        }
        catch (BadResponseException error)
        {
            Complete(error);
        }

        _received += bytes.Length;
        if (_received > _responseBytes)
        {
            Complete(new BadResponseException($"the response has more than the {_responseBytes} bytes asked for"));
        }

        return bytes.Length;
    }

    public void OnEnd(QuicChannel stream) => Complete(
        _status != Ok ? new BadResponseException($"status {_status}: {_errorText}")
        : _received != _responseBytes ? new BadResponseException($"the response has {_received} bytes, asked for were {_responseBytes}")
        : null);

    public void OnPeerReset(QuicChannel stream, ulong errorCode) =>
        Complete(new QuicException($"the server gave the exchange up with code 0x{errorCode:x}", errorCode));

    public void OnPeerStopped(QuicChannel stream, ulong errorCode)
    {
        // The rest of the request is not wanted; the response still tells how it ended (RFC 9114, section 4.1.2).
    }

    public void OnClosed(QuicChannel stream, QuicException? error)
    {
        _stream = null;
        Complete(error ?? new QuicException("the stream ended before its response"));
    }

    void IValueTaskSource.GetResult(short token)
    {
        try
        {
            _completion.GetResult(token);
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

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    private void Open()
    {
        _phase = Phase.UnderWay;
        if (_cancellationToken.CanBeCanceled)
        {
            _registration = _cancellationToken.UnsafeRegister(static exchange => ((StreamExchange)exchange!).OnCancelled(), this);
            if (_phase != Phase.UnderWay)
            {
                return;
            }
        }

        dialect.OpenExchange(this, _request.Length, _responseBytes);
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
            if (error is not null || _sent < _request.Length)
            {
                stream.Abort(dialect.CancelCode);
            }
        }
        else
        {
            // Still in the queue for a stream, which will come: this object must not be somebody else's by then.
            _abandoned = true;
        }

        // Not here: this may be inside a native callback, where the continuation must not send.
        dialect.Peer.Defer(this);
    }

    private void Finish()
    {
        _registration.Dispose();
        _registration = default;
        _request = default;
        if (_error is null)
        {
            _completion.SetResult(true);
        }
        else
        {
            _completion.SetException(_error);
        }
    }

    private void KeepErrorText(ReadOnlySpan<byte> bytes)
    {
        _errorText ??= new StringBuilder();
        _errorText.Append(
            Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, MostErrorText - Math.Min(MostErrorText, _errorText.Length))]));
    }

    private sealed class Cancellation(StreamExchange exchange, short version) : ILoopWork
    {
        public void Run() => exchange.Cancel(version);
    }
}
