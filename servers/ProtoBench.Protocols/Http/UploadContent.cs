using System.Net;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Http;

/// <summary>A request body that is sent until its total is reached or a stop is signalled, and then ended properly.</summary>
internal sealed class UploadContent(Transfer transfer, CancellationToken stop) : HttpContent
{
    public long BytesSent { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        while (BytesSent < transfer.TotalBytes && !stop.IsCancellationRequested)
        {
            var restOfMessage = transfer.MessageBytes - (BytesSent % transfer.MessageBytes);
            var block = PayloadBlocks.At(BytesSent, Math.Min(restOfMessage, transfer.TotalBytes - BytesSent));
            await stream.WriteAsync(block, cancellationToken);
            BytesSent += block.Length;
            transfer.Meter.Add(block.Length, messages: 0);
        }
    }

    /// <summary>Unknown, because a stop may come at any time: HTTP/1.1 sends it chunked.</summary>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
