using System.Net.Security;
using System.Runtime.CompilerServices;

namespace ProtoBench.Protocols.Http;

/// <summary>
/// As <see cref="WatchedStream"/> over TLS. HttpClient makes a handshake of its own on whatever is not an <see cref="SslStream"/>.
/// </summary>
internal sealed class WatchedSslStream(Stream inner, ConnectionWatch watch) : SslStream(inner)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        watch.Looks && !buffer.IsEmpty ? LookAsync(buffer, cancellationToken) : base.ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        watch.StampsWrites ? StampAsync(base.WriteAsync(buffer, cancellationToken)) : base.WriteAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            watch.Discarded();
        }

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask StampAsync(ValueTask writing)
    {
        await writing;
        watch.Wrote();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> LookAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        watch.Received(buffer.Span[..read]);
        return read;
    }
}
