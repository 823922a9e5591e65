using System.Net;

namespace ProtoBench.Protocols.Http;

/// <summary>
/// A request body in the caller's memory. The same object is sent again with the next body of the same length; another length needs another
/// object, because HttpContent computes Content-Length once.
/// </summary>
internal sealed class PayloadContent(int length) : HttpContent
{
    private Task _sending = Task.CompletedTask;

    public int Length { get; } = length;

    public ReadOnlyMemory<byte> Payload { get; set; }

    /// <summary>
    /// Completes when nobody reads the caller's memory any more; a cancelled HTTP/2 request may return before its body's writer does.
    /// </summary>
    public async ValueTask ReleaseAsync()
    {
        if (!_sending.IsCompleted)
        {
            await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _sending = stream.WriteAsync(Payload, cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = Length;
        return true;
    }
}
