using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using ProtoBench.Quic.Connections;
using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Options;

namespace ProtoBench.Quic.Kestrel;

/// <summary>
/// One stream as Kestrel sees it: two pipes. Received bytes are given back to the flow-control window only as Kestrel reads them; written ones
/// are taken out of Kestrel's pipe only as packets leave. Used again for the next stream once everybody has let go of it.
/// </summary>
internal sealed partial class KestrelQuicStream : ConnectionContext, IQuicStreamHandler, ILoopWork
{
    // Unread bytes at which the window is no longer given back, and up to which Kestrel may write ahead.
    private const int InputLimit = 1024 * 1024;
    private const int OutputLimit = 256 * 1024;
    private const int SegmentBytes = 16 * 1024;
    private const ulong InternalError = 0x102;

    private readonly KestrelQuicConnection _connection;
    private readonly QuicStreamPeer _peer;
    private readonly Pipe _input;
    private readonly Pipe _output;
    private readonly Action _onFlushed;
    private readonly Action _onRead;
    private ValueTaskAwaiter<FlushResult> _flush;
    private ValueTaskAwaiter<ReadResult> _read;
    private QuicChannel? _channel;
    private long _uncredited;
    private int _generation;
    private bool _deferred;
    private bool _flushing;
    private bool _inputEnded;
    private bool _inputCompleted;
    private bool _outputCompleted;
    private bool _reading;
    private bool _aborted;
    private bool _disposed;

    public KestrelQuicStream(KestrelQuicConnection connection, QuicStreamPeer peer)
    {
        _connection = connection;
        _peer = peer;
        var inputScheduler = new LoopScheduler(peer);
        var outputScheduler = new LoopScheduler(peer);
        _input = new Pipe(new PipeOptions(
            readerScheduler: PipeScheduler.ThreadPool, writerScheduler: inputScheduler,
            pauseWriterThreshold: InputLimit, resumeWriterThreshold: InputLimit / 2,
            minimumSegmentSize: SegmentBytes, useSynchronizationContext: false));
        _output = new Pipe(new PipeOptions(
            readerScheduler: outputScheduler, writerScheduler: PipeScheduler.ThreadPool,
            pauseWriterThreshold: OutputLimit, resumeWriterThreshold: OutputLimit / 2,
            minimumSegmentSize: SegmentBytes, useSynchronizationContext: false));
        _onFlushed = OnFlushed;
        _onRead = OnRead;
        _disposal = new Disposal(this);
        Transport = new DuplexPipe(_input.Reader, _output.Writer);
        ConnectionId = "";
        AddFeatures();
    }

    /// <summary>Starts on <paramref name="channel"/>. Loop thread only, like everything below that does not post.</summary>
    public void Begin(QuicChannel channel, bool canRead)
    {
        _channel = channel;
        _uncredited = 0;
        _generation++;
        _deferred = _flushing = _inputEnded = _inputCompleted = _outputCompleted = _reading = _aborted = _disposed = false;
        StartFeatures(channel, canRead);
        if (!canRead)
        {
            CompleteInput(null);
        }

        if (CanWrite)
        {
            Pump();
        }
        else
        {
            CompleteOutput(null);
        }
    }

    public void OnOpened(QuicChannel stream)
    {
    }

    public int OnBytes(QuicChannel stream, ReadOnlySpan<byte> bytes)
    {
        if (_inputCompleted)
        {
            return bytes.Length;
        }

        _input.Writer.Write(bytes);
        _uncredited += bytes.Length;
        DeferFlush();
        return 0;
    }

    public void OnEnd(QuicChannel stream)
    {
        _inputEnded = true;
        DeferFlush();
    }

    public void OnSendSpace(QuicChannel stream) => Pump();

    public void OnPeerReset(QuicChannel stream, ulong errorCode)
    {
        Error = (long)errorCode;
        _aborted = true;
        CompleteInput(new ConnectionResetException($"the client reset the stream with code 0x{errorCode:x}"));
    }

    public void OnPeerStopped(QuicChannel stream, ulong errorCode)
    {
        Error = (long)errorCode;
        _aborted = true;
        CompleteOutput(new ConnectionResetException($"the client stopped the stream with code 0x{errorCode:x}"));
    }

    public void OnClosed(QuicChannel stream, QuicException? error)
    {
        _channel = null;
        if (error is not null)
        {
            _aborted = true;
            var reason = new ConnectionResetException(error.Message, error);
            CompleteInput(reason);
            CompleteOutput(reason);
        }
        else
        {
            CompleteInput(null);
            CompleteOutput(null);
        }

        FireClosed();
        Recycle();
    }

    /// <summary>The deferred flush: once per turn of the loop, however many packets brought bytes.</summary>
    public void Run()
    {
        _deferred = false;
        _peer.ExpectPosts();
        FlushInput();
    }

    internal void FlushInput()
    {
        if (_inputCompleted || _flushing)
        {
            return;
        }

        if (_inputEnded)
        {
            CompleteInput(null);
            return;
        }

        try
        {
            _flush = AwaiterOf(_input.Writer.FlushAsync());
        }
        catch (Exception error) when (IsOfKestrel(error))
        {
            DropInput();
            return;
        }

        if (_flush.IsCompleted)
        {
            OnFlushed();
        }
        else
        {
            _flushing = true;
            _flush.UnsafeOnCompleted(_onFlushed);
        }
    }

    public override void Abort(ConnectionAbortedException abortReason) => OnLoop(() =>
    {
        _aborted = true;
        _channel?.Abort(Error >= 0 ? (ulong)Error : InternalError);
        CompleteInput(abortReason);
        CompleteOutput(abortReason);
    });

    public override ValueTask DisposeAsync()
    {
        _input.Reader.Complete();
        _output.Writer.Complete();
        _peer.Post(_disposal);
        return base.DisposeAsync();
    }

    private void OnDisposed()
    {
        _disposed = true;
        Recycle();
    }

    private void OnFlushed()
    {
        _flushing = false;
        try
        {
            var result = _flush.GetResult();
            _channel?.Consume(_uncredited);
            _uncredited = 0;
            if (result.IsCompleted || _inputEnded)
            {
                // Kestrel reads no more, and what still comes is dropped; or nothing more comes.
                CompleteInput(null);
            }
        }
        catch (Exception error) when (IsOfKestrel(error))
        {
            DropInput();
        }

        Recycle();
    }

    // A pipe throws at its writer what its reader was completed with, and Kestrel completes the input of a connection that it aborts with its reason.
    private static bool IsOfKestrel(Exception error) => error is ConnectionAbortedException or IOException or OperationCanceledException;

    private void DropInput()
    {
        _aborted = true;
        CompleteInput(null);
        Recycle();
    }

    private void DeferFlush()
    {
        if (!_deferred)
        {
            _deferred = true;
            _peer.Defer(this);
        }
    }

    private void CompleteInput(Exception? error)
    {
        if (_inputCompleted)
        {
            return;
        }

        _inputCompleted = true;
        _input.Writer.Complete(error);
        _channel?.Consume(_uncredited);
        _uncredited = 0;
    }

    /// <summary>Moves what Kestrel has written into the stream until enough waits there.</summary>
    private void Pump()
    {
        while (!_outputCompleted && !_reading && _channel is { } channel)
        {
            if (channel.Unsent >= QuicChannel.LowWater)
            {
                channel.RequestSpace();
                return;
            }

            _read = AwaiterOf(_output.Reader.ReadAsync());
            if (!_read.IsCompleted)
            {
                _reading = true;
                _read.UnsafeOnCompleted(_onRead);
                return;
            }

            Take(channel);
        }
    }

    private void OnRead()
    {
        _reading = false;
        if (_outputCompleted)
        {
            // The read was given up by CompleteOutput; its result has to be taken all the same.
            try
            {
                _ = _read.GetResult();
            }
            catch (Exception error) when (IsOfKestrel(error))
            {
                _aborted = true;
            }

            _output.Reader.Complete(_outputError);
        }
        else if (_channel is { } channel)
        {
            Take(channel);
            Pump();
        }

        Recycle();
    }

    private void Take(QuicChannel channel)
    {
        try
        {
            var result = _read.GetResult();
            foreach (var segment in result.Buffer)
            {
                channel.Write(segment.Span);
            }

            _output.Reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                channel.Finish();
                CompleteOutput(null);
            }
        }
        catch (Exception error) when (IsOfKestrel(error))
        {
            // Kestrel ended its output with this: the response is incomplete, and the client must see that.
            _aborted = true;
            channel.ResetSending(Error >= 0 ? (ulong)Error : InternalError);
            CompleteOutput(error);
        }
    }

    private void CompleteOutput(Exception? error)
    {
        if (_outputCompleted)
        {
            return;
        }

        _outputCompleted = true;
        _outputError = error;
        if (_reading)
        {
            // A read is outstanding: end it, and complete the reader when it has ended.
            _output.Reader.CancelPendingRead();
        }
        else
        {
            _output.Reader.Complete(error);
        }
    }

    private void Recycle()
    {
        if (_disposed && _channel is null && !_reading && !_flushing && !_deferred)
        {
            _disposed = false;
            if (!_aborted)
            {
                _input.Reset();
                _output.Reset();
                _connection.Return(this);
            }
        }
    }

    /// <summary>Runs <paramref name="action"/> on the loop, unless the stream has been given to another request by then.</summary>
    private void OnLoop(Action action)
    {
        var generation = _generation;
        _peer.Post(new LoopTask(() =>
        {
            if (generation == _generation)
            {
                action();
            }
        }));
    }

    // Continuations without a state machine: an async method would be an allocation per stream.
    private static ValueTaskAwaiter<T> AwaiterOf<T>(ValueTask<T> task) => task.GetAwaiter();

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
