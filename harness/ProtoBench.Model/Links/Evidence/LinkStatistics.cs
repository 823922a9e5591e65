namespace ProtoBench.Model.Links.Evidence;

/// <summary>What a link did since its last restart.</summary>
/// <param name="Up">Client to server.</param>
/// <param name="Down">Server to client.</param>
/// <param name="Seconds">Time since the restart.</param>
/// <param name="StolenSeconds">Processor time the hypervisor gave to others in that time, over all processors (steal of
/// /proc/stat).</param>
/// <param name="CaptureDropped">Packets missing in the recording because the disk was slower than the link, or full.</param>
public sealed record LinkStatistics(
    LinkDirectionStatistics Up, LinkDirectionStatistics Down, double Seconds, double StolenSeconds, long CaptureDropped);

/// <summary>What one direction of a link did since its last restart.</summary>
public sealed record LinkDirectionStatistics
{
    /// <summary>Packets put to the model.</summary>
    public required long Received { get; init; }

    public required long ReceivedBytes { get; init; }

    /// <summary>Packets handed to the other side, copies included.</summary>
    public required long Released { get; init; }

    /// <summary>Drops the profile asked for, by reason.</summary>
    public required long Lost { get; init; }

    public required long LostInBurst { get; init; }

    public required long Listed { get; init; }

    public required long Blackout { get; init; }

    public required long QueueFull { get; init; }

    public required long Duplicated { get; init; }

    public required long Corrupted { get; init; }

    /// <summary>Link-local multicast of the kernel, kept off the link.</summary>
    public required long Ignored { get; init; }

    /// <summary>
    /// Drops nobody asked for: the device's ring, the packet memory, or the receiver's backlog was full. Not 0 invalidates a trial.
    /// </summary>
    public required long Overflow { get; init; }

    /// <summary>Longest queue in front of the rate limit; null where the backend does not tell, as with everything below.</summary>
    public int? PeakQueuePackets { get; init; }

    public long? PeakQueueBytes { get; init; }

    /// <summary>Release later than due, in microseconds: median, 99th and 99.9th percentile, maximum.</summary>
    public double? LatenessP50Microseconds { get; init; }

    public double? LatenessP99Microseconds { get; init; }

    public double? LatenessP999Microseconds { get; init; }

    public double? LatenessMaximumMicroseconds { get; init; }

    /// <summary>Packets released later than the bound that the profile's delay sets (2 % of it, 100 µs at least).</summary>
    public long LatePackets { get; init; }

    /// <summary>Processor time of the direction's thread, in seconds.</summary>
    public double? ProcessorSeconds { get; init; }

    /// <summary>How long before a release the thread begins to spin, in microseconds, as learned.</summary>
    public double? SpinMarginMicroseconds { get; init; }

    /// <summary>All drops the profile asked for.</summary>
    public long ConfiguredDrops => Lost + LostInBurst + Listed + Blackout + QueueFull;
}
