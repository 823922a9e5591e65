using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace ProtoBench.Protocols.Lean.Loops;

/// <summary>
/// A loop's socket as a stream, for SslStream, which continues on the loop's thread what waits for the network. One read and one write at a
/// time; cancelling is closing.
/// </summary>
internal sealed class LoopStream : Stream, ILoopSocketUser
{
    private readonly LoopSocket _socket;
    private readonly Reading _reading = new();
    private readonly Writing _writing = new();
    private Memory<byte> _wanted;
    private int _reads;
    private bool _drained;
    private volatile bool _over;

    /// <summary>On the loop's thread, as all reading.</summary>
    public LoopStream(LoopSocket socket)
    {
        _socket = socket;
        socket.Start(this);
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_over)
        {
            return ValueTask.FromException<int>(new ChannelClosedException());
        }

        // A read of nothing, which SslStream makes before it takes a buffer, waits until there is something.
        if (!_drained && !buffer.IsEmpty)
        {
            try
            {
                if (Receive(buffer) is >= 0 and var received)
                {
                    return ValueTask.FromResult(received);
                }
            }
            catch (SocketException error)
            {
                return ValueTask.FromException<int>(new IOException(error.Message, error));
            }
        }

        // All of it before the loop may find it: SslStream does not say on which thread it reads.
        _wanted = buffer;
        var reading = _reading.Begin();
        Volatile.Write(ref _reads, 1);
        if (_over)
        {
            FailReading(new ChannelClosedException());
        }

        return reading;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Before, because the loop's thread may end it before the call returns.
        var written = _writing.Begin();
        return _socket.Send(buffer) ? ValueTask.CompletedTask : written;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public void Readable()
    {
        if (Volatile.Read(ref _reads) == 0)
        {
            // Told again as soon as somebody reads: the events are level-triggered.
            return;
        }

        int received;
        try
        {
            received = _wanted.IsEmpty ? Announce() : Receive(_wanted);
        }
        catch (SocketException error)
        {
            Fail(new IOException(error.Message, error));
            return;
        }

        if (received >= 0 && Interlocked.Exchange(ref _reads, 0) == 1)
        {
            _reading.End(received);
        }
    }

    public void Sent() => _writing.End();

    public void Closed()
    {
        _over = true;
        Fail(new ChannelClosedException());
    }

    private void Fail(IOException error)
    {
        _socket.End();
        FailReading(error);
    }

    private void FailReading(IOException error)
    {
        if (Interlocked.Exchange(ref _reads, 0) == 1)
        {
            _reading.Fail(error);
        }
    }

    private int Announce()
    {
        _drained = false;
        return 0;
    }

    private int Receive(Memory<byte> buffer)
    {
        var received = _socket.Receive(buffer.Span);

        // A read that was not filled has emptied the socket; trying again would cost a call that finds nothing.
        _drained = received < buffer.Length;
        if (received == 0)
        {
            _drained = false;
            _socket.End();
        }

        return received;
    }

    private sealed class Reading : IValueTaskSource<int>
    {
        private ManualResetValueTaskSourceCore<int> _core;

        public ValueTask<int> Begin()
        {
            _core.Reset();
            return new ValueTask<int>(this, _core.Version);
        }

        public void End(int received) => _core.SetResult(received);

        public void Fail(Exception error) => _core.SetException(error);

        public int GetResult(short token) => _core.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);
    }

    private sealed class Writing : IValueTaskSource
    {
        private ManualResetValueTaskSourceCore<bool> _core;

        public ValueTask Begin()
        {
            _core.Reset();
            return new ValueTask(this, _core.Version);
        }

        public void End() => _core.SetResult(true);

        public void GetResult(short token) => _core.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);
    }
}
