namespace ProtoBench.Protocols.ReliableUdp;

/// <summary>Whom a channel's messages are for. Called by the thread that receives, and without the channel's lock.</summary>
internal interface IChannelUser
{
    /// <summary>A piece has arrived, for the first time. Pieces arrive in any order.</summary>
    void Take(in MessageHeader header, ReadOnlySpan<byte> payload);

    /// <summary>Nothing will arrive any more, nor can anything be sent. Called once, by any thread.</summary>
    void OnBroken(Exception reason);
}
