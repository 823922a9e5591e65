using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using ProtoBench.Protocols.Shared.MessageStreams;

namespace ProtoBench.Protocols.ReliableUdp;

/// <summary>
/// Bytes in order, both ways, beside whatever else the channel carries: only what the stream itself lacks holds it up. A reader that falls
/// <see cref="Room"/> bytes behind holds its writer back.
/// </summary>
/// <param name="channel">That carries it.</param>
/// <param name="id">The same on both sides.</param>
/// <param name="forget">Called when it is disposed.</param>
internal sealed class ReliableStream(ReliableChannel channel, long id, Action<long> forget) : IByteDuplex, IOutgoing, IValueTaskSource
{
    /// <summary>1 MiB: seven windows, so that the window is the limit and not the reader's room.</summary>
    public const int Room = 1024 * 1024;

    // What arrived ahead of its turn; on the receiving thread only, as all that concerns arrivals.
    private readonly Dictionary<long, (byte[] Buffer, int Length)> _early = [];
    private readonly Pipe _received = new(new PipeOptions(
        readerScheduler: PipeScheduler.ThreadPool,
        writerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: 0,
        minimumSegmentSize: 16 * 1024,
        useSynchronizationContext: false));

    private readonly CancellationTokenSource _over = new();
    private ManualResetValueTaskSourceCore<bool> _written = new() { RunContinuationsAsynchronously = true };
    private long _arrived;
    private long? _end;
    private bool _receivedAll;
    private volatile bool _disposed;

    // Within the channel's gate.
    private ReadOnlyMemory<byte> _writing;
    private bool _isWriting;
    private long _sent;
    private long _allowed = Room;
    private volatile Exception? _failure;

    // The reader's.
    private long _read;
    private long _credited = Room;

    public bool IsQueued { get; set; }

    /// <summary>Signalled when the stream has failed.</summary>
    public CancellationToken Over => _over.Token;

    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        ReadResult read;
        if (_failure is null)
        {
            read = await _received.Reader.ReadAsync().ConfigureAwait(false);
        }
        else if (!_received.Reader.TryRead(out read))
        {
            throw Failure();
        }

        var taken = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, buffer.Length));
        var (length, isOver) = ((int)taken.Length, read.IsCompleted);
        taken.CopyTo(buffer.Span);
        _received.Reader.AdvanceTo(taken.End);
        if (length == 0 && !isOver)
        {
            throw Failure();
        }

        _read += length;
        if (_read + Room - _credited >= Room / 2)
        {
            _credited = _read + Room;
            channel.SendIfPossible(new SmallMessage(new MessageHeader(MessageKind.Credit, id, _credited)));
        }

        return length;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return ValueTask.CompletedTask;
        }

        lock (channel.Gate)
        {
            if (_failure is not null)
            {
                return ValueTask.FromException(Failure());
            }

            _written.Reset();
            (_writing, _isWriting) = (bytes, true);
        }

        channel.SendIfPossible(this);
        return new ValueTask(this, _written.Version);
    }

    public ValueTask FinishAsync()
    {
        if (_failure is not null)
        {
            return ValueTask.FromException(Failure());
        }

        channel.Send(new SmallMessage(new MessageHeader(MessageKind.End, id, _sent)));
        return ValueTask.CompletedTask;
    }

    public void Abort()
    {
        if (Fail(new IOException("the stream was given up")))
        {
            channel.SendIfPossible(new SmallMessage(new MessageHeader(MessageKind.GiveUp, id)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        forget(id);
        await _received.Reader.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>Takes what the channel has received for the stream. On the receiving thread.</summary>
    public void Take(in MessageHeader header, ReadOnlySpan<byte> payload)
    {
        switch (header.Kind)
        {
            case MessageKind.Bytes when !_disposed && !_receivedAll:
                TakeBytes(header.Offset, payload);
                break;
            case MessageKind.End:
                _end = header.Offset;
                EndIfComplete();
                break;
            case MessageKind.GiveUp:
                Fail(new IOException("the peer has given the stream up"));
                break;
            case MessageKind.Credit:
                lock (channel.Gate)
                {
                    _allowed = Math.Max(_allowed, header.Offset);
                }

                channel.SendIfPossible(this);
                break;
        }
    }

    /// <summary>Makes every call fail from now on. True: it had not failed before.</summary>
    public bool Fail(Exception reason)
    {
        lock (channel.Gate)
        {
            if (_failure is not null)
            {
                return false;
            }

            _failure = reason;
            if (_isWriting)
            {
                (_writing, _isWriting) = (default, false);
                _written.SetException(Failure());
            }
        }

        // What has arrived can still be read.
        _received.Reader.CancelPendingRead();
        _ = _over.CancelAsync();
        return true;
    }

    public int Fill(Span<byte> room, out MessageHeader header, out bool more)
    {
        var length = (int)Math.Min(Math.Min(_writing.Length, room.Length), _allowed - _sent);
        header = new MessageHeader(MessageKind.Bytes, id, _sent);
        more = false;
        if (!_isWriting || length <= 0)
        {
            return -1;
        }

        _writing.Span[..length].CopyTo(room);
        (_writing, _sent) = (_writing[length..], _sent + length);
        if (_writing.IsEmpty)
        {
            _isWriting = false;
            _written.SetResult(true);
        }

        more = _isWriting;
        return length;
    }

    void IValueTaskSource.GetResult(short token) => _written.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _written.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _written.OnCompleted(continuation, state, token, flags);

    private static ValueTaskAwaiter<T> AwaiterOf<T>(ValueTask<T> task) => task.GetAwaiter();

    // A new one each time, so that no two callers share a stack trace.
    private IOException Failure() => new(_failure?.Message ?? "the stream is over", _failure);

    private void TakeBytes(long offset, ReadOnlySpan<byte> payload)
    {
        if (offset != _arrived)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(payload.Length);
            payload.CopyTo(buffer);
            _early[offset] = (buffer, payload.Length);
            return;
        }

        Append(payload);
        while (_early.Remove(_arrived, out var next))
        {
            Append(next.Buffer.AsSpan(0, next.Length));
            ArrayPool<byte>.Shared.Return(next.Buffer);
        }

        // Has completed when it returns: nothing is held back here, as the room of the reader has been granted.
        AwaiterOf(_received.Writer.FlushAsync(CancellationToken.None)).GetResult();
        EndIfComplete();
    }

    private void Append(ReadOnlySpan<byte> payload)
    {
        payload.CopyTo(_received.Writer.GetSpan(payload.Length));
        _received.Writer.Advance(payload.Length);
        _arrived += payload.Length;
    }

    private void EndIfComplete()
    {
        if (_end == _arrived && !_receivedAll)
        {
            _receivedAll = true;
            _received.Writer.Complete();
        }
    }
}
