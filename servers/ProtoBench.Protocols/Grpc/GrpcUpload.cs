using Grpc.Core;
using ProtoBench.Contract;
using ProtoBench.Protocols.Grpc.V1;

namespace ProtoBench.Protocols.Grpc;

/// <summary>Sends payload messages until the total is reached or a stop is signalled.</summary>
internal sealed class GrpcUpload(Transfer transfer, CancellationToken stop)
{
    public long BytesSent { get; private set; }

    public long MessagesSent { get; private set; }

    /// <summary>True when the stream was ended here; false when the call was over before, which its response then explains.</summary>
    public async ValueTask<bool> SendAsync(IClientStreamWriter<PayloadMessage> stream)
    {
        var message = new PayloadMessage { Payload = SharedPayload.Of(transfer.MessageBytes) };
        try
        {
            while (BytesSent < transfer.TotalBytes && !stop.IsCancellationRequested)
            {
                if (transfer.TotalBytes - BytesSent < message.Payload.Length)
                {
                    message.Payload = SharedPayload.Of((int)(transfer.TotalBytes - BytesSent));
                }

                await stream.WriteAsync(message);
                BytesSent += message.Payload.Length;
                MessagesSent++;
                transfer.Meter.Add(message.Payload.Length);
            }

            await stream.CompleteAsync();
            return true;
        }
        catch (Exception error) when (error is RpcException or IOException or HttpRequestException or ObjectDisposedException)
        {
            return false;
        }
    }
}
