namespace ProtoBench.Model.Measurements;

/// <summary>
/// What else the machine did, before a run or while one trial was measured. Shares are of the time of the processors that ProtoBench may
/// run on; null where the kernel does not say, or where the time is too short for its clock of 10 ms.
/// </summary>
public sealed record MachineState
{
    /// <summary>Processors that ProtoBench may run on.</summary>
    public required int Processors { get; init; }

    /// <summary>
    /// Load average of the last minute at the beginning (proc(5), loadavg). Within a run it also holds the run's own earlier trials.
    /// </summary>
    public double? LoadAverage { get; init; }

    /// <summary>Threads that were running or ready to run at the beginning, the reader's own left out.</summary>
    public int? Runnable { get; init; }

    /// <summary>Used by processes that are none of the run's: user and kernel time, interrupts left out.</summary>
    public double? OtherShare { get; init; }

    /// <summary>Taken by the hypervisor for other guests (steal).</summary>
    public double? StolenShare { get; init; }

    /// <summary>Mean frequency in MHz, where /sys shows it.</summary>
    public double? Megahertz { get; init; }
}
