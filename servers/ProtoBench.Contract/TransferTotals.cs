namespace ProtoBench.Contract;

/// <summary>Both ends' account of a finished transfer. The sender's figures are null where a stopped stream leaves them untold.</summary>
/// <param name="BytesSent">Payload the sender handed to the protocol.</param>
/// <param name="BytesReceived">Payload the receiver got.</param>
/// <param name="MessagesSent">Messages (datagrams, frames) sent, where the protocol has them.</param>
/// <param name="MessagesReceived">Messages received. Fewer than sent only for datagrams.</param>
public sealed record TransferTotals(long? BytesSent, long BytesReceived, long? MessagesSent, long MessagesReceived)
{
    /// <summary>Datagrams that were sent and never arrived; null where the sender's count is not known.</summary>
    public long? MessagesLost => MessagesSent - MessagesReceived;

    /// <summary>
    /// Totals of a byte stream. The sender's writes leave no mark in it, so messages of <paramref name="messageBytes"/> are counted by size
    /// on both sides.
    /// </summary>
    internal static TransferTotals OfByteStream(long? sent, long received, int messageBytes)
    {
        return new(sent, received, MessagesIn(sent), MessagesIn(received)!.Value);

        long? MessagesIn(long? bytes) => (bytes + messageBytes - 1) / messageBytes;
    }
}
