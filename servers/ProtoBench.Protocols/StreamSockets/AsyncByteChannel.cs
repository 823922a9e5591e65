using System.Net.Security;
using System.Net.Sockets;

namespace ProtoBench.Protocols.StreamSockets;

/// <summary>Waits in epoll and continues on the thread pool.</summary>
internal sealed class AsyncByteChannel(Socket socket, Stream stream) : ByteChannel(socket, stream)
{
    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        Stream.ReadAsync(buffer, cancellationToken);

    public override ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        Stream.WriteAsync(bytes, cancellationToken);

    protected override ValueTask ShutdownAsync(SslStream tls) => new(tls.ShutdownAsync());
}
