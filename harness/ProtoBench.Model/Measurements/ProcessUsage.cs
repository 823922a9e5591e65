using System.Text.Json.Serialization;

namespace ProtoBench.Model.Measurements;

/// <summary>What one process of a trial cost during the measuring window, read by the process itself.</summary>
public sealed record ProcessUsage
{
    public required int ProcessId { get; init; }

    /// <summary>User and kernel time of all threads inside the window, in seconds (getrusage).</summary>
    public required double CpuSeconds { get; init; }

    /// <summary>Largest resident set of the process's whole life, in bytes (VmHWM).</summary>
    public required long PeakResidentBytes { get; init; }

    /// <summary>Bytes allocated on the managed heap inside the window.</summary>
    public required long AllocatedBytes { get; init; }

    /// <summary>Garbage collections of any generation inside the window.</summary>
    public required int Collections { get; init; }

    /// <summary>Total time the process was paused by the collector inside the window, in milliseconds.</summary>
    public required double PauseMilliseconds { get; init; }

    /// <summary>Methods compiled just in time inside the window: many mean that the process was still warming up.</summary>
    public long CompiledMethods { get; init; }

    /// <summary>
    /// Packets this side sent again inside the window: TCP segments of its network namespace (RetransSegs of /proc/net/snmp, RFC 4022) and
    /// QUIC packets declared lost (RFC 9002). On a network that others use too: segments of its own connections (tcp_info, linux/tcp.h).
    /// Null on loopback, whose namespace is the whole machine's, and in a round, which shares one with its other arms.
    /// </summary>
    public long? Retransmissions { get; init; }

    /// <summary>
    /// How TCP's part of <see cref="Retransmissions"/> came about. Null where those are; on a network that others use too, because the
    /// kernel tells it of a whole host only; and where the kernel does not tell it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TcpSentAgain? TcpSentAgain { get; init; }

    /// <summary>
    /// How often a thread left its processor inside the window, of its own will or not (getrusage(2), ru_nvcsw and ru_nivcsw); null: not
    /// known.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ContextSwitches { get; init; }

    /// <summary>
    /// The longest time inside the window, in seconds, in which it did nothing it ought to have done by the clock: it was stopped, or its
    /// machine was. Null: less than half a second, or not known.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? StoodStillSeconds { get; init; }

    /// <summary>Processes that it was at once, at most, where it is a tree of them; null: one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Processes { get; init; }

    /// <summary>Processors it may run on, for example <c>0</c> or <c>0-3</c>.</summary>
    public required string Processors { get; init; }

    /// <summary>Runtime settings as the process found them, for example <c>gc=workstation concurrent=false pgo=true</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>
    /// What a part of the work cost, where every part costs the same: of what is counted for each exchange. Collections and pauses stay as
    /// they were seen.
    /// </summary>
    public ProcessUsage OfShare(double share) => this with
    {
        CpuSeconds = Math.Round(CpuSeconds * share, 6),
        AllocatedBytes = (long)(AllocatedBytes * share),
        ContextSwitches = (long?)(ContextSwitches * share),
    };
}
