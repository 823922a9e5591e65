using ProtoBench.Contract;

namespace ProtoBench.Load.Workloads.Duplex;

/// <summary>What both sides do with what arrives.</summary>
internal static class DuplexReceiver
{
    /// <summary>Receives and counts until the peer has ended its side.</summary>
    /// <exception cref="BadResponseException">A message has another length than was agreed on.</exception>
    public static async Task<(long Bytes, long Messages)> ReceiveAsync(
        IMessageStream stream, TransferMeter meter, int messageBytes, CancellationToken cancellationToken)
    {
        var (bytes, messages) = (0L, 0L);
        while (await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } message)
        {
            if (message.Length != messageBytes)
            {
                throw new BadResponseException($"a message has {message.Length} bytes, agreed on were {messageBytes}");
            }

            bytes += message.Length;
            messages++;
            meter.Add(message.Length);
        }

        return (bytes, messages);
    }
}
