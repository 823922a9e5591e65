using ProtoBench.Protocols.Shared.MessageStreams;

namespace ProtoBench.Protocols.StreamSockets;

/// <summary>
/// A whole byte channel for one stream of messages. TLS has no half-close in .NET (SslStream), and with it gone a stream's end is in its
/// marks alone.
/// </summary>
internal sealed class ChannelDuplex(ByteChannel channel) : IByteDuplex
{
    public ValueTask<int> ReadAsync(Memory<byte> buffer) => channel.ReceiveAsync(buffer, CancellationToken.None);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => channel.SendAsync(bytes, CancellationToken.None);

    public ValueTask FinishAsync() => ValueTask.CompletedTask;

    public void Abort() => channel.Dispose();

    public ValueTask DisposeAsync()
    {
        channel.Dispose();
        return ValueTask.CompletedTask;
    }
}
