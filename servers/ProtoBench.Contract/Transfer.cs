namespace ProtoBench.Contract;

/// <summary>What a bulk transfer should send.</summary>
public sealed record Transfer
{
    /// <summary>Payload per message or write. Byte-stream protocols use it as the write size; datagrams carry one each.</summary>
    public required int MessageBytes { get; init; }

    /// <summary>Payload after which the transfer ends by itself; by default it runs until it is stopped.</summary>
    public long TotalBytes { get; init; } = long.MaxValue;

    /// <summary>
    /// Messages that are sent each second, where each is a datagram; null, the default: as many as the kernel takes. Byte streams, which
    /// have a flow control, do not read it.
    /// </summary>
    public double? MessagesPerSecond { get; init; }

    /// <summary>Counts payload while the transfer runs: as it arrives (download) or as the kernel or library takes it (upload).</summary>
    public required TransferMeter Meter { get; init; }
}
