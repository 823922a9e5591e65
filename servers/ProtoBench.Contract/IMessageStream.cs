namespace ProtoBench.Contract;

/// <summary>
/// Messages in both directions at once, in order and without loss, between a client and one <see cref="ServerApplication"/>. One caller may
/// send while another receives. A message is 0 to <see cref="ProtocolTraits.LargestMessageBytes"/> bytes.
/// </summary>
/// <remarks>
/// Whatever fails or is cancelled breaks the stream for good: the peer sees a broken stream too, and every later call fails. So does
/// disposing a stream that has not been ended and read to its end. Buffers belong to the stream: a message costs our own code no
/// allocation.
/// </remarks>
#pragma warning disable CA1711 // It is a stream, of messages; that System.IO has one of bytes takes nobody the word.
public interface IMessageStream : IAsyncDisposable
#pragma warning restore CA1711
{
    /// <summary>
    /// Sends one message and completes when the transport has taken it; while the peer reads too slowly, the transport takes nothing. The
    /// memory is not touched after that.
    /// </summary>
    /// <exception cref="IOException">The stream is broken.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken);

    /// <summary>Says that this side sends no more; it can still receive. A second call does nothing.</summary>
    /// <exception cref="IOException">The stream is broken.</exception>
    ValueTask EndAsync(CancellationToken cancellationToken);

    /// <summary>The next message, or null when the peer has ended its side. Its bytes are valid until the next call.</summary>
    /// <exception cref="BadResponseException">The server has no such application, it failed, or the peer sent what is no
    /// message.</exception>
    /// <exception cref="IOException">The stream is broken.</exception>
    ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken);
}
