using System.Net.Security;
using System.Net.Sockets;

namespace ProtoBench.Protocols.StreamSockets;

/// <summary>
/// Waits inside the system call and has completed whenever it returns. No asynchronous call may ever touch this socket: .NET would make it
/// non-blocking and from then on imitate blocking calls with epoll.
/// </summary>
internal sealed class BlockingByteChannel(Socket socket, Stream stream) : ByteChannel(socket, stream)
{
    // Both directions have the same limit; 0 is none. Read once: a socket that was disposed meanwhile no longer tells.
    private readonly int _limitMilliseconds = socket.ReceiveTimeout;

    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) => new(Receive(buffer.Span));

    public override ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Send(bytes.Span);
        return ValueTask.CompletedTask;
    }

    public override Task<T> RunApartAsync<T>(Func<Task<T>> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    /// <exception cref="TimeoutException">Nothing came within the socket's SO_RCVTIMEO.</exception>
    public int Receive(Span<byte> buffer)
    {
        try
        {
            return Stream.Read(buffer);
        }
        catch (IOException error) when (IsTimeout(error))
        {
            throw new TimeoutException($"nothing was received within {_limitMilliseconds} ms", error);
        }
    }

    /// <exception cref="TimeoutException">The peer took nothing within the socket's SO_SNDTIMEO.</exception>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        // The coarse clock, a few nanoseconds: it only tells a real time-out from an EAGAIN that came at once.
        var started = Environment.TickCount64;
        try
        {
            Stream.Write(bytes);
        }
        catch (IOException error) when (IsTimeout(error) && Environment.TickCount64 - started >= _limitMilliseconds / 2)
        {
            throw new TimeoutException($"nothing could be sent within {_limitMilliseconds} ms", error);
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

    // SslStream wraps what its inner stream throws once more.
    private static SocketError? CauseOf(Exception? error) => error switch
    {
        SocketException cause => cause.SocketErrorCode,
        IOException wrapper => CauseOf(wrapper.InnerException),
        _ => null,
    };
}
