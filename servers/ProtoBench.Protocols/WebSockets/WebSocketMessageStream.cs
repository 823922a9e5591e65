using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.WebSockets;

/// <summary>
/// Messages as binary messages of a WebSocket. An empty text message says that its side sends no more, because a close frame would forbid
/// the other side to go on (RFC 6455, 5.5.1); one with text says what went wrong on the server.
/// </summary>
/// <param name="socket">For nothing but this stream from now on; not owned.</param>
/// <param name="closed">Throws what the server's close frame means; null: this is the server.</param>
internal sealed class WebSocketMessageStream(WebSocket socket, Action? closed) : IMessageStream
{
    private const int FirstBytes = 64 * 1024;
    private const int MostFailureBytes = 1024;

    private byte[]? _buffer;
    private int _receiving;
    private bool _ended;
    private bool _peerEnded;
    private volatile bool _broken;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Length, ProtocolTraits.LargestMessageBytes, nameof(message));
        if (_ended)
        {
            throw new InvalidOperationException("this side of the stream has been ended");
        }

        Begin(cancellationToken);
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
        catch (Exception error)
        {
            throw Break(error, cancellationToken);
        }
    }

    public ValueTask EndAsync(CancellationToken cancellationToken) => EndWithAsync(default, cancellationToken);

    /// <summary>Ends the server's side by telling the client what went wrong.</summary>
    public ValueTask FailAsync(string why)
    {
        var text = Encoding.UTF8.GetBytes(why);
        return EndWithAsync(text.AsMemory(0, Math.Min(text.Length, MostFailureBytes)), CancellationToken.None);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (_peerEnded)
        {
            return null;
        }

        Begin(cancellationToken);
        Interlocked.Increment(ref _receiving);
        try
        {
            var length = 0;
            while (true)
            {
                Reserve(length);
                var part = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
                length += part.Count;
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    closed?.Invoke();
                    throw new IOException("the peer has left without ending the stream");
                }

                if (length > ProtocolTraits.LargestMessageBytes)
                {
                    throw new BadResponseException(
                        $"a message is longer than the {ProtocolTraits.LargestMessageBytes} bytes that are possible");
                }

                if (part.EndOfMessage)
                {
                    return Finished(part.MessageType, length);
                }
            }
        }
        catch (Exception error)
        {
            throw Break(error, cancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        if (_broken || !_ended || !_peerEnded)
        {
            _broken = true;
            socket.Abort();
        }

        if (Volatile.Read(ref _receiving) == 0 && Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return ValueTask.CompletedTask;
    }

    private ReadOnlyMemory<byte>? Finished(WebSocketMessageType type, int length)
    {
        if (type == WebSocketMessageType.Text)
        {
            _peerEnded = true;
            if (length > 0)
            {
                throw new BadResponseException(Encoding.UTF8.GetString(_buffer.AsSpan(0, length)));
            }
        }

        Interlocked.Decrement(ref _receiving);
        return type == WebSocketMessageType.Text ? (ReadOnlyMemory<byte>?)null : _buffer.AsMemory(0, length);
    }

    private async ValueTask EndWithAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        Begin(cancellationToken);
        try
        {
            await socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        catch (Exception error)
        {
            throw Break(error, cancellationToken);
        }
    }

    private void Begin(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_broken)
        {
            throw new IOException("the stream is broken; open another one");
        }
    }

    private Exception Break(Exception error, CancellationToken cancellationToken)
    {
        _broken = true;
        socket.Abort();
        return cancellationToken.IsCancellationRequested ? new OperationCanceledException(
            "the stream was given up", error, cancellationToken)
            : error is IOException or BadResponseException ? error
            : new IOException($"the WebSocket is broken: {error.Message}", error);
    }

    private void Reserve(int used)
    {
        if (_buffer is null || used == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstBytes, 2 * used));
            _buffer.AsSpan(0, used).CopyTo(larger);
            if (_buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(_buffer);
            }

            _buffer = larger;
        }
    }
}
