using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Tasks.Sources;
using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.MessageStreams;
using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Options;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>
/// The bytes of one QUIC stream for readers and writers outside the loop. What arrives is copied once and flow control opens as it is read;
/// a write completes when fewer than <see cref="QuicChannel.LowWater"/> bytes wait for a packet. Neither allocates.
/// </summary>
/// <param name="peer">The connection.</param>
/// <param name="cancelCode">Error code of a stream that is given up.</param>
/// <param name="begin">Writes what precedes the bytes, on a stream that this side has opened.</param>
/// <param name="status">What the status of a response must be; 0: it has none.</param>
internal sealed class QuicDuplex(
    QuicPeer peer, ulong cancelCode, Action<QuicChannel>? begin, int status) : IAnswerBytes, IQuicStreamHandler, IValueTaskSource
{
    private readonly Pipe _received = new(new PipeOptions(
        readerScheduler: PipeScheduler.ThreadPool,
        writerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: 0,
        minimumSegmentSize: 16 * 1024,
        useSynchronizationContext: false));

    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _closed = new();
    private ManualResetValueTaskSourceCore<bool> _written = new() { RunContinuationsAsynchronously = true };
    private Works? _works;
    private ReadOnlyMemory<byte> _writing;
    private long _consumed;

    // On the loop's thread only.
    private QuicChannel? _stream;
    private Exception? _failure;
    private bool _isWriting;
    private bool _flushing;
    private bool _receivedAll;
    private int _statusSeen;
    private bool _headChecked;

    /// <summary>Completes when the stream exists.</summary>
    public Task Opened => _opened.Task;

    /// <summary>Signalled when the stream is over before the peer has sent everything.</summary>
    public CancellationToken Closed => _closed.Token;

    /// <summary>What makes sure of the answer's Content-Type, and throws; null: any will do.</summary>
    public Func<string?, string>? Form { get; init; }

    public string? MediaType { get; private set; }

    private Works Work => _works ??= new Works(this);

    /// <summary>Takes over a stream that the peer has opened.</summary>
    public void Attach(QuicChannel stream)
    {
        _stream = stream;
        _opened.TrySetResult();
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        var read = await _received.Reader.ReadAsync().ConfigureAwait(false);
        var taken = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, buffer.Length));
        var length = (int)taken.Length;
        var offset = 0;
        foreach (var segment in taken)
        {
            segment.CopyTo(buffer[offset..]);
            offset += segment.Length;
        }

        _received.Reader.AdvanceTo(taken.End);
        if (length > 0 && Interlocked.Add(ref _consumed, length) == length)
        {
            peer.Post(Work.Consume);
        }

        return length;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        _written.Reset();
        _writing = bytes;
        peer.Post(Work.Write);
        return new ValueTask(this, _written.Version);
    }

    public ValueTask FinishAsync()
    {
        peer.Post(Work.Finish);
        return ValueTask.CompletedTask;
    }

    public void Abort() => peer.Post(Work.Abort);

    public async ValueTask DisposeAsync() => await _received.Reader.CompleteAsync().ConfigureAwait(false);

    public void OnOpened(QuicChannel stream)
    {
        if (_failure is not null)
        {
            stream.Abort(cancelCode);
            return;
        }

        _stream = stream;
        begin?.Invoke(stream);
        _opened.TrySetResult();
    }

    public void OnStatus(QuicChannel stream, int status) => _statusSeen = status;

    public void OnContentType(QuicChannel stream, ReadOnlySpan<byte> type)
    {
        var parameters = type.IndexOf((byte)';');
        MediaType = Encoding.Latin1.GetString(parameters < 0 ? type : type[..parameters]).Trim();
    }

    public int OnBytes(QuicChannel stream, ReadOnlySpan<byte> bytes)
    {
        CheckHead();
        if (_failure is not null || _receivedAll)
        {
            return bytes.Length;
        }

        bytes.CopyTo(_received.Writer.GetSpan(bytes.Length));
        _received.Writer.Advance(bytes.Length);
        if (!_flushing)
        {
            // Once for all packets of this turn.
            _flushing = true;
            peer.Defer(Work.Flush);
        }

        return 0;
    }

    public void OnEnd(QuicChannel stream)
    {
        CheckHead();
        EndReceiving(null);
    }

    public void OnSendSpace(QuicChannel stream) => CompleteWrite(null);

    public void OnPeerReset(QuicChannel stream, ulong errorCode) =>
        Fail(new QuicException($"the peer gave the stream up with code 0x{errorCode:x}", errorCode));

    public void OnPeerStopped(QuicChannel stream, ulong errorCode)
    {
        if (_isWriting)
        {
            Fail(new QuicException($"the peer no longer wants the stream, code 0x{errorCode:x}", errorCode));
        }
    }

    public void OnClosed(QuicChannel stream, QuicException? error)
    {
        _stream = null;
        if (!_receivedAll)
        {
            _ = CancelAsync();
        }

        // What has arrived can still be read.
        Fail(error ?? new QuicException("the stream is over"));
    }

    void IValueTaskSource.GetResult(short token) => _written.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _written.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _written.OnCompleted(continuation, state, token, flags);

    private static ValueTaskAwaiter<T> AwaiterOf<T>(ValueTask<T> task) => task.GetAwaiter();

    // Whoever waits for the token goes on elsewhere and not on the loop.
    private async Task CancelAsync() => await _closed.CancelAsync().ConfigureAwait(false);

    private void CheckHead()
    {
        if (_statusSeen != status)
        {
            Fail(new BadResponseException($"status {_statusSeen} for {(Form is null ? "a stream of messages" : "a request for events")}"));
            return;
        }

        if (Form is null || _headChecked)
        {
            return;
        }

        _headChecked = true;
        try
        {
            Form(MediaType);
        }
        catch (BadResponseException error)
        {
            Fail(error);
        }
    }

    private void Write()
    {
        _isWriting = true;
        if (_failure is not null || _stream is not { } stream)
        {
            CompleteWrite(_failure ?? new QuicException("the stream is over"));
            return;
        }

        stream.Write(_writing.Span);
        if (stream.Unsent < QuicChannel.LowWater)
        {
            CompleteWrite(null);
        }
        else
        {
            stream.RequestSpace();
        }
    }

    private void CompleteWrite(Exception? error)
    {
        if (!_isWriting)
        {
            return;
        }

        _isWriting = false;
        _writing = default;
        if (error is null)
        {
            _written.SetResult(true);
        }
        else
        {
            _written.SetException(error);
        }
    }

    private void Flush()
    {
        _flushing = false;
        if (!_receivedAll)
        {
            // Without a threshold this only wakes the reader, and has completed when it returns.
            AwaiterOf(_received.Writer.FlushAsync()).GetResult();
        }
    }

    private void Consume() => _stream?.Consume(Interlocked.Exchange(ref _consumed, 0));

    private void Finish() => _stream?.Finish();

    private void GiveUp()
    {
        Fail(new QuicException("the stream was given up"));
        _stream?.Abort(cancelCode);
    }

    private void Fail(Exception error)
    {
        _failure ??= error;
        _opened.TrySetException(error);
        EndReceiving(error);
        CompleteWrite(error);
    }

    private void EndReceiving(Exception? error)
    {
        if (!_receivedAll)
        {
            _receivedAll = true;
            _received.Writer.Complete(error);
        }
    }

    /// <summary>What is posted to the loop; one object each, so that posting allocates nothing.</summary>
    private sealed class Works(QuicDuplex duplex)
    {
        public ILoopWork Write { get; } = new LoopWork(duplex.Write);

        public ILoopWork Consume { get; } = new LoopWork(duplex.Consume);

        public ILoopWork Flush { get; } = new LoopWork(duplex.Flush);

        public ILoopWork Finish { get; } = new LoopWork(duplex.Finish);

        public ILoopWork Abort { get; } = new LoopWork(duplex.GiveUp);
    }

    private sealed class LoopWork(Action action) : ILoopWork
    {
        public void Run() => action();
    }
}
