using System.Net.Security;
using System.Net.Sockets;
using ProtoBench.Protocols.Shared.BlockingSockets;

namespace ProtoBench.Protocols.StreamSockets;

/// <summary>
/// Waits inside the system call and has completed whenever it returns. No asynchronous call may ever touch this socket: .NET would make it
/// non-blocking and from then on imitate blocking calls with epoll.
/// </summary>
internal sealed class BlockingByteChannel(Socket socket, Stream stream) : ByteChannel(socket, stream)
{
    // Both directions have the same limit; 0 is none. Read once: a socket that was disposed meanwhile no longer tells.
    private readonly int _limitMilliseconds = socket.ReceiveTimeout;

    // Null inside TLS, whose calls are SslStream's, and where the system's calls are not Linux's.
    private readonly SafeSocketHandle? _plain = stream is NetworkStream && OperatingSystem.IsLinux() ? socket.SafeHandle : null;

    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) => new(Receive(buffer.Span));

    public override ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Send(bytes.Span);
        return ValueTask.CompletedTask;
    }

    public override Task<T> RunApartAsync<T>(Func<Task<T>> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    /// <summary>
    /// Holds the socket for calls of this thread alone, which then cost it nothing more. Give it back before the channel is disposed.
    /// </summary>
    /// <exception cref="IOException">The channel was disposed.</exception>
    public HeldSocket Hold()
    {
        try
        {
            return _plain is null ? default : new HeldSocket(_plain);
        }
        catch (ObjectDisposedException error)
        {
            throw new IOException($"the connection was closed: {error.Message}", error);
        }
    }

    /// <summary>Can what <see cref="Hold"/> returns run a loop alone (<see cref="HeldSocket.RunAlone"/>)?</summary>
    public bool CanRunAlone => _plain is not null && HeldSocket.CanRunAlone;

    /// <summary>Holds the socket for such a loop; false: none can run alone here, or the channel was disposed.</summary>
    public bool TryHoldAlone(out HeldSocket held)
    {
        held = default;
        return HeldSocket.CanRunAlone && _plain is { } plain && HeldSocket.TryHold(plain, out held);
    }

    /// <summary>
    /// Receiving waits as long as it takes until what this returns is disposed. A limit is a timer in the kernel at each wait, which takes
    /// 0.3 % of a round trip over loopback.
    /// </summary>
    public IDisposable WaitWithoutLimit() => new Unlimited(Socket, _limitMilliseconds);

    /// <summary>As <see cref="Receive(in HeldSocket, Span{byte})"/>, for a single call.</summary>
    public int Receive(Span<byte> buffer)
    {
        using var held = Hold();
        return Receive(held, buffer);
    }

    /// <summary>As <see cref="Send(in HeldSocket, ReadOnlySpan{byte})"/>, for a single call.</summary>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        using var held = Hold();
        Send(held, bytes);
    }

    /// <summary>Receives some bytes; 0 means the peer will send no more.</summary>
    /// <param name="held">What <see cref="Hold"/> returned.</param>
    /// <param name="buffer">Where to.</param>
    /// <exception cref="TimeoutException">Nothing came within the socket's SO_RCVTIMEO.</exception>
    /// <exception cref="IOException">The stream broke.</exception>
    public int Receive(in HeldSocket held, Span<byte> buffer)
    {
        try
        {
            return _plain is null ? Stream.Read(buffer) : held.Receive(buffer);
        }
        catch (Exception error) when (IsTimeout(error))
        {
            throw new TimeoutException($"nothing was received within {_limitMilliseconds} ms", error);
        }
        catch (SocketException error)
        {
            throw new IOException($"nothing can be received any more: {error.Message}", error);
        }
    }

    /// <summary>Returns when the kernel has taken all bytes.</summary>
    /// <param name="held">What <see cref="Hold"/> returned.</param>
    /// <param name="bytes">What to send.</param>
    /// <exception cref="TimeoutException">The peer took nothing within the socket's SO_SNDTIMEO.</exception>
    /// <exception cref="IOException">The stream broke.</exception>
    public void Send(in HeldSocket held, ReadOnlySpan<byte> bytes)
    {
        // The coarse clock, a few nanoseconds: it only tells a real time-out from an EAGAIN that came at once.
        var started = _limitMilliseconds > 0 ? Environment.TickCount64 : 0;
        try
        {
            if (_plain is null)
            {
                Stream.Write(bytes);
            }
            else
            {
                held.Send(bytes);
            }
        }
        catch (Exception error) when (IsTimeout(error) && Environment.TickCount64 - started >= _limitMilliseconds / 2)
        {
            throw new TimeoutException($"nothing could be sent within {_limitMilliseconds} ms", error);
        }
        catch (SocketException error)
        {
            throw new IOException($"nothing can be sent any more: {error.Message}", error);
        }
    }

    // SslStream has no blocking shutdown. Its socket is done with exchanges by then, so the imitation does no harm.
    protected override ValueTask ShutdownAsync(SslStream tls) => new(tls.ShutdownAsync());

    // .NET calls every EAGAIN a timeout, and the kernel also returns it to a send that a reset or a close on another thread has
    // interrupted.
    private bool IsTimeout(Exception error) =>
        _limitMilliseconds > 0 && CauseOf(error) is (SocketError.TimedOut or SocketError.WouldBlock) && !IsPeerGone();

    // Readable without anything to read is the end of the stream (poll(2), POLLIN and POLLHUP).
    private bool IsPeerGone()
    {
        try
        {
            return Socket.Poll(0, SelectMode.SelectRead) && Socket.Available == 0;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return true;
        }
    }

    private sealed class Unlimited : IDisposable
    {
        private readonly Socket _socket;
        private readonly int _limit;

        public Unlimited(Socket socket, int limit)
        {
            (_socket, _limit) = (socket, limit);
            Set(0);
        }

        public void Dispose() => Set(_limit);

        private void Set(int limit)
        {
            try
            {
                _socket.ReceiveTimeout = limit;
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // It is closed: nothing waits any more.
            }
        }
    }

    // SslStream wraps what its inner stream throws once more.
    private static SocketError? CauseOf(Exception? error) => error switch
    {
        SocketException cause => cause.SocketErrorCode,
        IOException wrapper => CauseOf(wrapper.InnerException),
        _ => null,
    };
}
