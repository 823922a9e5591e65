using System.Net.Security;
using System.Net.Sockets;
using ProtoBench.Protocols.StreamSockets;

namespace ProtoBench.Benchmarks;

/// <summary>
/// A byte stream without a kernel: receives one message over and over and drops what is sent. What remains is our own code.
/// </summary>
internal sealed class MemoryByteChannel(byte[] message)
    : ByteChannel(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), Stream.Null)
{
    private long _messages;
    private int _position;

    /// <summary>Bytes that were sent.</summary>
    public long Sent { get; private set; }

    /// <summary>Lets <paramref name="messages"/> of them come before the stream ends.</summary>
    public void Begin(long messages) => (_messages, _position) = (messages, 0);

    /// <summary>At most the rest of the current message, as a peer that waits for each answer sends it.</summary>
    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_messages == 0)
        {
            return new(0);
        }

        var piece = message.AsSpan(_position, Math.Min(buffer.Length, message.Length - _position));
        piece.CopyTo(buffer.Span);
        _position += piece.Length;
        if (_position == message.Length)
        {
            _position = 0;
            _messages--;
        }

        return new(piece.Length);
    }

    public override ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Sent += bytes.Length;
        return ValueTask.CompletedTask;
    }

    public override Task<T> RunApartAsync<T>(Func<Task<T>> work) => work();

    protected override ValueTask ShutdownAsync(SslStream tls) => ValueTask.CompletedTask;
}
