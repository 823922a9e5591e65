using System.Buffers;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using System.Threading.Tasks.Sources;
using ProtoBench.Contract;
using ProtoBench.Contract.Quic;
using ProtoBench.Protocols.Shared.MessageStreams;
using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>
/// One side of a flow whose messages go in DATAGRAM frames (RFC 9221), one each: what is lost is not sent again. A stream beside them opens
/// it, carries the client's first message, so that the server surely knows what is wanted, and tells each side's end.
/// </summary>
internal sealed class QuicDatagramFlow : IMessageStream, IQuicDatagramHandler, IValueTaskSource, ILoopWork
{
    // A receiver that does not read for so many messages loses the next, as with any full buffer of datagrams.
    private const int MostWaiting = 1024;

    private readonly QuicStreamPeer _peer;
    private readonly FramedMessageStream _stream;
    private readonly bool _isServer;
    private readonly Channel<(byte[] Buffer, int Length)> _arrived = Channel.CreateBounded<(byte[] Buffer, int Length)>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private readonly CancellationTokenSource _over = new();
    private readonly Task _watching;
    private ManualResetValueTaskSourceCore<bool> _sent = new() { RunContinuationsAsynchronously = true };
    private ReadOnlyMemory<byte> _sending;
    private byte[]? _read;
    private bool _begun;
    private bool _ended;
    private bool _disposed;

    private QuicDatagramFlow(QuicStreamPeer peer, FramedMessageStream stream, bool isServer)
    {
        (_peer, _stream, _isServer) = (peer, stream, isServer);
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>The server's side of a flow that the client has just opened. Loop thread only.</summary>
    public static QuicDatagramFlow Serve(QuicStreamPeer peer, FramedMessageStream stream)
    {
        var flow = new QuicDatagramFlow(peer, stream, isServer: true);
        peer.DatagramHandler = flow;
        return flow;
    }

    /// <summary>The client's side of a flow that it opens.</summary>
    public static QuicDatagramFlow Open(QuicStreamPeer peer, FramedMessageStream stream)
    {
        var flow = new QuicDatagramFlow(peer, stream, isServer: false);
        peer.Post(new Doing(() => peer.DatagramHandler = flow));
        return flow;
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Length, QuicSettings.LargestDatagramBytes, nameof(message));
        cancellationToken.ThrowIfCancellationRequested();
        if (_ended)
        {
            throw new InvalidOperationException("this side of the flow has been ended");
        }

        if (!_isServer && !_begun)
        {
            _begun = true;
            return _stream.SendAsync(message, cancellationToken);
        }

        if (_peer.Failure is { } failure)
        {
            return ValueTask.FromException(new IOException(failure.Message, failure));
        }

        _sent.Reset();
        _sending = message;
        _peer.Post(this);
        return new ValueTask(this, _sent.Version);
    }

    public ValueTask EndAsync(CancellationToken cancellationToken)
    {
        _ended = true;
        return _stream.EndAsync(cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        Return();
        try
        {
            var (buffer, length) = await _arrived.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            _read = buffer;
            return buffer.AsMemory(0, length);
        }
        catch (ChannelClosedException closed)
        {
            return closed.InnerException is { } reason ? throw reason : null;
        }
    }

    /// <summary>A datagram; before the first message of the stream nobody knows what it means.</summary>
    public void OnDatagram(ReadOnlySpan<byte> bytes)
    {
        if (!_isServer || Volatile.Read(ref _begun))
        {
            Keep(bytes);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _peer.Post(new Doing(() =>
        {
            if (_peer.DatagramHandler == this)
            {
                _peer.DatagramHandler = null;
            }
        }));
        await _over.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
        Return();
        _over.Dispose();
    }

    /// <summary>Hands the message to the connection, on its loop.</summary>
    void ILoopWork.Run()
    {
        if (_peer.Failure is null)
        {
            _peer.SendDatagram(_sending.Span);
        }

        _sending = default;
        _sent.SetResult(true);
    }

    void IValueTaskSource.GetResult(short token) => _sent.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _sent.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _sent.OnCompleted(continuation, state, token, flags);

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(buffer);
        if (!_arrived.Writer.TryWrite((buffer, bytes.Length)))
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Return()
    {
        if (Interlocked.Exchange(ref _read, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // The stream beside the datagrams: its messages count as they do, and its end is the flow's.
    private async Task WatchAsync()
    {
        try
        {
            while (await _stream.ReceiveAsync(_over.Token).ConfigureAwait(false) is { } message)
            {
                Keep(message.Span);
                if (_isServer)
                {
                    Volatile.Write(ref _begun, true);
                }
            }

            _arrived.Writer.TryComplete();
        }
        catch (Exception error) when (error is IOException or BadResponseException or OperationCanceledException)
        {
            _arrived.Writer.TryComplete(error);
        }
    }

    private sealed class Doing(Action action) : ILoopWork
    {
        public void Run() => action();
    }
}
