using System.Buffers.Binary;
using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.MessageStreams;
using ProtoBench.Protocols.Shared.Payloads;

namespace ProtoBench.Protocols.ReliableUdp;

/// <summary>Bulk transfers over a stream of bytes, both sides of them.</summary>
internal static class ReliableTransfers
{
    /// <summary>Sends payload until the total is sent or <paramref name="stop"/> is signalled. Returns how much.</summary>
    public static async Task<long> SendAsync(IByteDuplex stream, Transfer transfer, CancellationToken stop)
    {
        long sent = 0;
        while (sent < transfer.TotalBytes && !stop.IsCancellationRequested)
        {
            var piece = PayloadSource.At(sent, Math.Min(transfer.MessageBytes, transfer.TotalBytes - sent));
            await stream.WriteAsync(piece).ConfigureAwait(false);
            sent += piece.Length;
            transfer.Meter.Add(piece.Length, messages: 0);
        }

        return sent;
    }

    /// <summary>Receives payload until the sender has ended, or the total is there. Returns how much.</summary>
    public static async Task<long> ReceiveAsync(IByteDuplex stream, long totalBytes, TransferMeter meter, bool verifyContent)
    {
        var buffer = new byte[64 * 1024];
        long received = 0;
        while (received < totalBytes)
        {
            var length = await stream.ReadAsync(buffer).ConfigureAwait(false);
            if (length == 0)
            {
                break;
            }

            Payload.VerifyIf(verifyContent, buffer.AsSpan(0, length), received);
            received += length;
            meter.Add(length, messages: 0);
        }

        return received;
    }

    /// <summary>The server's answer to an upload: how much has arrived.</summary>
    public static async Task SendCountAsync(IByteDuplex stream, long count)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, count);
        await stream.WriteAsync(bytes).ConfigureAwait(false);
        await stream.FinishAsync().ConfigureAwait(false);
    }

    public static async Task<long> ReceiveCountAsync(IByteDuplex stream)
    {
        var bytes = new byte[sizeof(long)];
        for (var filled = 0; filled < bytes.Length;)
        {
            var length = await stream.ReadAsync(bytes.AsMemory(filled)).ConfigureAwait(false);
            filled += length > 0
                ? length
                : throw new EndOfStreamException("the server ended the upload without saying how much it received");
        }

        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }
}
