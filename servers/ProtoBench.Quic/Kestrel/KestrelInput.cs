using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Quic.Kestrel;

/// <summary>
/// From a stream to Kestrel: the pipe that it reads requests from. Received bytes are given back to the flow-control window only as Kestrel
/// reads them. Loop thread only.
/// </summary>
internal sealed class KestrelInput : ILoopWork
{
    // Unread bytes at which the window is no longer given back.
    private const int Limit = 1024 * 1024;

    private readonly KestrelQuicStream _stream;
    private readonly QuicStreamPeer _peer;
    private readonly Pipe _pipe;
    private readonly Action _onFlushed;
    private ValueTaskAwaiter<FlushResult> _flush;
    private long _uncredited;
    private bool _deferred;
    private bool _flushing;
    private bool _ended;
    private bool _completed;

    public KestrelInput(KestrelQuicStream stream, QuicStreamPeer peer)
    {
        _stream = stream;
        _peer = peer;
        _pipe = new Pipe(new PipeOptions(
            readerScheduler: PipeScheduler.ThreadPool, writerScheduler: new LoopScheduler(peer),
            pauseWriterThreshold: Limit, resumeWriterThreshold: Limit / 2,
            minimumSegmentSize: KestrelQuicStream.SegmentBytes, useSynchronizationContext: false));
        _onFlushed = OnFlushed;
    }

    /// <summary>Kestrel's end.</summary>
    public PipeReader Reader => _pipe.Reader;

    /// <summary>Nothing of ours is on its way to it any more.</summary>
    public bool IsIdle => !_flushing && !_deferred;

    /// <summary>For the next stream.</summary>
    public void Begin()
    {
        _uncredited = 0;
        _deferred = _flushing = _ended = _completed = false;
    }

    public void Reset() => _pipe.Reset();

    /// <returns>How many bytes nobody will read.</returns>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        if (_completed)
        {
            return bytes.Length;
        }

        _pipe.Writer.Write(bytes);
        _uncredited += bytes.Length;
        DeferFlush();
        return 0;
    }

    /// <summary>The client has sent everything.</summary>
    public void End()
    {
        _ended = true;
        DeferFlush();
    }

    /// <summary>The deferred flush: once per turn of the loop, however many packets brought bytes.</summary>
    public void Run()
    {
        _deferred = false;
        _peer.ExpectPosts();
        Flush();
    }

    public void Complete(Exception? error)
    {
        if (_completed)
        {
            return;
        }

        _completed = true;
        _pipe.Writer.Complete(error);
        GiveBack();
    }

    private void DeferFlush()
    {
        if (!_deferred)
        {
            _deferred = true;
            _peer.Defer(this);
        }
    }

    internal void Flush()
    {
        if (_completed || _flushing)
        {
            return;
        }

        if (_ended)
        {
            Complete(null);
            return;
        }

        try
        {
            _flush = KestrelQuicStream.AwaiterOf(_pipe.Writer.FlushAsync());
        }
        catch (Exception error) when (KestrelQuicStream.IsOfKestrel(error))
        {
            Drop();
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

    private void OnFlushed()
    {
        _flushing = false;
        try
        {
            var result = _flush.GetResult();
            GiveBack();
            if (result.IsCompleted || _ended)
            {
                // Kestrel reads no more, and what still comes is dropped; or nothing more comes.
                Complete(null);
            }
        }
        catch (Exception error) when (KestrelQuicStream.IsOfKestrel(error))
        {
            Drop();
        }

        _stream.Recycle();
    }

    private void Drop()
    {
        _stream.MarkAborted();
        Complete(null);
        _stream.Recycle();
    }

    private void GiveBack()
    {
        _stream.Channel?.Consume(_uncredited);
        _uncredited = 0;
    }
}
