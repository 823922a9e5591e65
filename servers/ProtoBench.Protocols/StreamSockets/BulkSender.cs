using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.Payloads;

namespace ProtoBench.Protocols.StreamSockets;

/// <summary>Sends the payload of a bulk transfer; the same on either side.</summary>
internal static class BulkSender
{
    /// <summary>
    /// Writes <see cref="Transfer.MessageBytes"/> at a time until the total is sent or <paramref name="stop"/> is signalled.
    /// </summary>
    /// <returns>Bytes the kernel has taken.</returns>
    public static async ValueTask<long> SendAsync(ByteChannel channel, Transfer transfer, CancellationToken stop)
    {
        long sent = 0;
        while (sent < transfer.TotalBytes && !stop.IsCancellationRequested)
        {
            var messageEnd = sent + Math.Min(transfer.MessageBytes, transfer.TotalBytes - sent);
            while (sent < messageEnd)
            {
                var piece = PayloadSource.At(sent, messageEnd - sent);
                await channel.SendAsync(piece, CancellationToken.None).ConfigureAwait(false);
                sent += piece.Length;
                transfer.Meter.Add(piece.Length, messages: 0);
            }
        }

        return sent;
    }
}
