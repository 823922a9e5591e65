using ProtoBench.Contract;

namespace ProtoBench.Load.Workloads.Duplex;

/// <summary>What both sides do with what arrives.</summary>
internal static class DuplexReceiver
{
    /// <summary>
    /// After so many messages a direction lets the other have the thread. A pool of one processor has one: a direction that never had to
    /// wait kept it for the whole window, and the other was not even begun.
    /// </summary>
    public const int MessagesOfATurn = 32;

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
            if (messages % MessagesOfATurn == 0)
            {
                await Task.Yield();
            }
        }

        return (bytes, messages);
    }
}
