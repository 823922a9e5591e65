using System.Diagnostics;
using System.Threading.Tasks.Sources;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Shared.Sites;
using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Options;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>
/// One echo at a time on a stream of its own; used again and again, as <see cref="StreamExchange"/> is. Everything but <see cref="Start"/>
/// and the cancellation runs on the loop's thread.
/// </summary>
internal sealed class QuicEcho(QuicEchoConnection owner, StreamDialect dialect, bool completeOnThreadPool)
    : IQuicStreamHandler, ILoopWork, IValueTaskSource<Reply>
{
    private ManualResetValueTaskSourceCore<Reply> _completion = new() { RunContinuationsAsynchronously = completeOnThreadPool };
    private ReadOnlyMemory<byte> _message;
    private int _sent;
    private int _received;
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

    public ValueTask<Reply> Start(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        _message = message;
        _received = _sent = 0;
        _sentAt = _firstByteAt = 0;
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
        // As much as two trains at a time: a 16 MiB message is not copied whole.
        var chunk = Math.Min(_message.Length - _sent, QuicChannel.LowWater);
        stream.Write(_message.Span.Slice(_sent, chunk));
        _sent += chunk;
        if (_sent == _message.Length)
        {
            _sentAt = Stopwatch.GetTimestamp();
            stream.Finish();
        }
        else
        {
            stream.RequestSpace();
        }
    }

    public int OnBytes(QuicChannel stream, ReadOnlySpan<byte> bytes)
    {
        if (_firstByteAt == 0)
        {
            _firstByteAt = Stopwatch.GetTimestamp();
        }

        if (_phase == Phase.UnderWay)
        {
            try
            {
                EchoMessage.Check(_message.Span, _received, bytes);
                _received += bytes.Length;
            }
            catch (BadResponseException error)
            {
                Complete(error);
            }
        }

        return bytes.Length;
    }

    public void OnEnd(QuicChannel stream) => Complete(_received == _message.Length
        ? null
        : new BadResponseException($"the echo has {_received} bytes, {_message.Length} were sent"));

    public void OnPeerReset(QuicChannel stream, ulong errorCode) =>
        Complete(new QuicException($"the server gave the stream up with code 0x{errorCode:x}", errorCode));

    public void OnPeerStopped(QuicChannel stream, ulong errorCode) =>
        Complete(new BadResponseException($"the server does not read the stream to its end (STOP_SENDING with code 0x{errorCode:x})"));

    public void OnClosed(QuicChannel stream, QuicException? error)
    {
        _stream = null;
        Complete(error ?? new QuicException("the stream ended before its echo"));
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

    private void Open()
    {
        _phase = Phase.UnderWay;
        if (_cancellationToken.CanBeCanceled)
        {
            _registration = _cancellationToken.UnsafeRegister(static echo => ((QuicEcho)echo!).OnCancelled(), this);
            if (_phase != Phase.UnderWay)
            {
                return;
            }
        }

        dialect.OpenExchange(this, _message.Length, _message.Length);
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
            if (error is not null)
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
        _message = default;
        if (_error is null)
        {
            _completion.SetResult(new Reply(0, _received, _sentAt, _firstByteAt));
        }
        else
        {
            _completion.SetException(_error);
        }
    }

    private sealed class Cancellation(QuicEcho echo, short version) : ILoopWork
    {
        public void Run() => echo.Cancel(version);
    }
}
