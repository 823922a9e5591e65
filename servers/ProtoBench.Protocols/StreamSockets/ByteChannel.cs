using System.Net.Security;
using System.Net.Sockets;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.StreamSockets;

/// <summary>
/// One byte stream, plain or inside TLS. The two ways to wait are its two implementations: with <see cref="BlockingByteChannel"/> every
/// call has completed when it returns, so the same code serves both and runs on its caller's thread throughout.
/// </summary>
internal abstract class ByteChannel(Socket socket, Stream stream) : IDisposable
{
    /// <summary>The TLS layer, or null for plaintext.</summary>
    public SslStream? Tls => Stream as SslStream;

    public Socket Socket { get; } = socket;

    protected Stream Stream { get; } = stream;

    public static ByteChannel Create(Socket socket, Stream stream, IoMode io) =>
        io == IoMode.Blocking ? new BlockingByteChannel(socket, stream) : new AsyncByteChannel(socket, stream);

    /// <summary>Receives some bytes; 0 means the peer will send no more.</summary>
    public abstract ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Completes when the kernel has taken all bytes.</summary>
    public abstract ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Runs something long without holding up the caller: on a thread of its own where it blocks.</summary>
    public abstract Task<T> RunApartAsync<T>(Func<Task<T>> work);

    /// <summary>Tells the peer that nothing more will be sent: close_notify inside TLS (RFC 8446 section 6.1), then FIN.</summary>
    public async ValueTask FinishSendingAsync()
    {
        if (Tls is { } tls)
        {
            await ShutdownAsync(tls).ConfigureAwait(false);
        }

        Socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Ends the stream in both directions; calls that wait on it, on any thread, return.</summary>
    public void Dispose()
    {
        // Closing alone does not wake a thread that is inside recv(2); shutting down does.
        GiveUp();
        Socket.Dispose();
    }

    /// <summary>The same, but its descriptor stays: it is only disposed where that can be closed.</summary>
    public void GiveUp()
    {
        try
        {
            Socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The peer or an earlier Dispose was first.
        }
    }

    /// <summary>Ends it with a reset: what waits in the buffers is dropped, and nobody keeps TIME_WAIT (socket(7), SO_LINGER).</summary>
    public void Reset()
    {
        // Shutting down first would send FIN.
        Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        Socket.Dispose();
    }

    protected abstract ValueTask ShutdownAsync(SslStream tls);
}
