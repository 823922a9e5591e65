using System.Threading.Tasks.Sources;
using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Options;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>
/// Something that is sent and answered on a stream of its own, one at a time; used again and again, so that it allocates nothing. This is
/// its life: opening, sending, giving up, completing. What the answer must be says the class above it. Everything but <see cref="Begin"/>
/// and the cancellation runs on the loop's thread.
/// </summary>
/// <param name="dialect">Opens streams.</param>
/// <param name="completeOnThreadPool">Callers go on there, and not on the loop's thread.</param>
internal abstract class StreamCall<TResult>(StreamDialect dialect, bool completeOnThreadPool)
    : IQuicStreamHandler, ILoopWork, IValueTaskSource<TResult>
{
    private ManualResetValueTaskSourceCore<TResult> _completion = new() { RunContinuationsAsynchronously = completeOnThreadPool };
    private ReadOnlyMemory<byte> _message;
    private int _sent;
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

    /// <summary>Of the value task that <see cref="Begin"/> has made.</summary>
    protected short Version => _completion.Version;

    /// <summary>What is sent.</summary>
    protected ReadOnlyMemory<byte> Message => _message;

    /// <summary>Is it neither over nor given up?</summary>
    protected bool IsUnderWay => _phase == Phase.UnderWay;

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
        OnBegun(stream);
        OnSendSpace(stream);
    }

    public void OnSendSpace(QuicChannel stream)
    {
        // As much as two trains at a time: a message of 16 MiB is not copied whole.
        var chunk = Math.Min(_message.Length - _sent, QuicChannel.LowWater);
        stream.Write(_message.Span.Slice(_sent, chunk));
        _sent += chunk;
        if (_sent == _message.Length)
        {
            OnSent();
            stream.Finish();
        }
        else
        {
            stream.RequestSpace();
        }
    }

    public virtual void OnStatus(QuicChannel stream, int status)
    {
    }

    public virtual void OnLocation(QuicChannel stream, ReadOnlySpan<byte> location)
    {
    }

    public abstract int OnBytes(QuicChannel stream, ReadOnlySpan<byte> bytes);

    public abstract void OnEnd(QuicChannel stream);

    public abstract void OnPeerReset(QuicChannel stream, ulong errorCode);

    /// <summary>
    /// Default: the rest of the message is not wanted, and the answer still tells how it ended (RFC 9114, section 4.1.2).
    /// </summary>
    public virtual void OnPeerStopped(QuicChannel stream, ulong errorCode)
    {
    }

    public void OnClosed(QuicChannel stream, QuicException? error)
    {
        var opened = _stream is not null;
        _stream = null;
        Complete(WhyClosed(stream, opened, error));
    }

    TResult IValueTaskSource<TResult>.GetResult(short token) => GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    /// <summary>Starts, from any thread; then a value task of <see cref="Version"/> waits for it.</summary>
    protected void Begin(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        _message = message;
        _sent = 0;
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
    }

    protected TResult GetResult(short token)
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
                Return();
            }
        }
    }

    /// <summary>Ends it, once.</summary>
    /// <param name="error">Null: with its <see cref="Result"/>.</param>
    protected void Complete(Exception? error)
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
            if (!WasAnswered(error) || _sent < _message.Length)
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

    /// <summary>Asks for a stream.</summary>
    protected abstract void Ask();

    /// <summary>The stream is there, and nothing has been sent.</summary>
    protected virtual void OnBegun(QuicChannel stream)
    {
    }

    /// <summary>The last byte is with the transport.</summary>
    protected virtual void OnSent()
    {
    }

    /// <summary>What a stream that closed before its answer was complete means.</summary>
    protected abstract Exception WhyClosed(QuicChannel stream, bool opened, QuicException? error);

    /// <summary>Was the answer complete, whatever is said of it? Then nothing is left to be given up.</summary>
    protected virtual bool WasAnswered(Exception? error) => error is null;

    protected abstract TResult Result();

    /// <summary>Gives this back to who keeps them.</summary>
    protected abstract void Return();

    private void Open()
    {
        _phase = Phase.UnderWay;
        if (_cancellationToken.CanBeCanceled)
        {
            _registration = _cancellationToken.UnsafeRegister(static call => ((StreamCall<TResult>)call!).OnCancelled(), this);
            if (_phase != Phase.UnderWay)
            {
                return;
            }
        }

        Ask();
    }

    private void OnCancelled() => dialect.Peer.Post(new Cancellation(this, _completion.Version));

    private void Cancel(short version)
    {
        if (version == _completion.Version && _phase == Phase.UnderWay)
        {
            Complete(new OperationCanceledException(_cancellationToken));
        }
    }

    private void Finish()
    {
        _registration.Dispose();
        _registration = default;
        _message = default;
        if (_error is null)
        {
            _completion.SetResult(Result());
        }
        else
        {
            _completion.SetException(_error);
        }
    }

    private sealed class Cancellation(StreamCall<TResult> call, short version) : ILoopWork
    {
        public void Run() => call.Cancel(version);
    }
}
