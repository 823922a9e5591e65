namespace ProtoBench.Protocols.ReliableUdp;

/// <summary>What a channel knows of itself. Times are in nanoseconds, 0 where there is no sample yet.</summary>
internal readonly record struct ChannelFigures(
    long SmoothedRoundTrip,
    long LeastRoundTrip,
    long TimeOut,
    long SentAgain,
    long Sent,
    long SentBytes,
    long Received,
    long ReceivedBytes);
