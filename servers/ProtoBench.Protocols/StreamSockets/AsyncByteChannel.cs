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

    // A send that never has to wait would otherwise keep the caller until the transfer is over.
    public override Task<T> RunApartAsync<T>(Func<Task<T>> work) => Task.Run(work);

    protected override ValueTask ShutdownAsync(SslStream tls) => new(tls.ShutdownAsync());
}
