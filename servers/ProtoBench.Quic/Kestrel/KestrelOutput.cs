using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Quic.Kestrel;

/// <summary>
/// From Kestrel to a stream: the pipe that it writes responses to. Bytes are taken out of the pipe only as packets leave. Loop thread only.
/// </summary>
internal sealed class KestrelOutput
{
    // Up to which Kestrel may write ahead.
    private const int Limit = 256 * 1024;

    private readonly KestrelQuicStream _stream;
    private readonly Pipe _pipe;
    private readonly Action _onRead;
    private ValueTaskAwaiter<ReadResult> _read;
    private Exception? _error;
    private bool _completed;
    private bool _reading;

    public KestrelOutput(KestrelQuicStream stream, QuicStreamPeer peer)
    {
        _stream = stream;
        _pipe = new Pipe(new PipeOptions(
            readerScheduler: new LoopScheduler(peer), writerScheduler: PipeScheduler.ThreadPool,
            pauseWriterThreshold: Limit, resumeWriterThreshold: Limit / 2,
            minimumSegmentSize: KestrelQuicStream.SegmentBytes, useSynchronizationContext: false));
        _onRead = OnRead;
    }

    /// <summary>Kestrel's end.</summary>
    public PipeWriter Writer => _pipe.Writer;

    /// <summary>Nothing of ours waits for it any more.</summary>
    public bool IsIdle => !_reading;

    /// <summary>For the next stream.</summary>
    public void Begin() => _completed = _reading = false;

    public void Reset() => _pipe.Reset();

    /// <summary>Moves what Kestrel has written into the stream until enough waits there.</summary>
    public void Pump()
    {
        while (!_completed && !_reading && _stream.Channel is { } channel)
        {
            if (channel.Unsent >= QuicChannel.LowWater)
            {
                channel.RequestSpace();
                return;
            }

            _read = KestrelQuicStream.AwaiterOf(_pipe.Reader.ReadAsync());
            if (!_read.IsCompleted)
            {
                _reading = true;
                _read.UnsafeOnCompleted(_onRead);
                return;
            }

            Take(channel);
        }
    }

    public void Complete(Exception? error)
    {
        if (_completed)
        {
            return;
        }

        _completed = true;
        _error = error;
        if (_reading)
        {
            // A read is outstanding: end it, and complete the reader when it has ended.
            _pipe.Reader.CancelPendingRead();
        }
        else
        {
            _pipe.Reader.Complete(error);
        }
    }

    private void OnRead()
    {
        _reading = false;
        if (_completed)
        {
            // The read was given up by Complete; its result has to be taken all the same.
            try
            {
                _ = _read.GetResult();
            }
            catch (Exception error) when (KestrelQuicStream.IsOfKestrel(error))
            {
                _stream.MarkAborted();
            }

            _pipe.Reader.Complete(_error);
        }
        else if (_stream.Channel is { } channel)
        {
            Take(channel);
            Pump();
        }

        _stream.Recycle();
    }

    private void Take(QuicChannel channel)
    {
        try
        {
            var result = _read.GetResult();
            foreach (var segment in result.Buffer)
            {
                if (channel.Bidirectional)
                {
                    channel.Write(segment.Span);
                }
                else
                {
                    ShutdownNotice.Write(channel, segment.Span);
                }
            }

            _pipe.Reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                channel.Finish();
                Complete(null);
            }
        }
        catch (Exception error) when (KestrelQuicStream.IsOfKestrel(error))
        {
            // Kestrel ended its output with this: the response is incomplete, and the client must see that.
            _stream.MarkAborted();
            channel.ResetSending(_stream.ResetCode);
            Complete(error);
        }
    }
}
