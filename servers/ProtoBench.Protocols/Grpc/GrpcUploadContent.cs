using System.Buffers;
using System.Net;
using ProtoBench.Protocols.Grpc.V1;

namespace ProtoBench.Protocols.Grpc;

/// <summary>A request body of payload messages until the total is reached or a stop is signalled.</summary>
internal sealed class GrpcUploadContent(Transfer transfer, CancellationToken stop) : HttpContent
{
    public long BytesSent { get; private set; }

    public long MessagesSent { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var frame = new ArrayBufferWriter<byte>();
        var message = new PayloadMessage { Payload = SharedPayload.Of(transfer.MessageBytes) };
        while (BytesSent < transfer.TotalBytes && !stop.IsCancellationRequested)
        {
            if (transfer.TotalBytes - BytesSent < message.Payload.Length)
            {
                message.Payload = SharedPayload.Of((int)(transfer.TotalBytes - BytesSent));
            }

            frame.ResetWrittenCount();
            GrpcFrame.Write(frame, message);
            await stream.WriteAsync(frame.WrittenMemory, cancellationToken);
            BytesSent += message.Payload.Length;
            MessagesSent++;
            transfer.Meter.Add(message.Payload.Length);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
