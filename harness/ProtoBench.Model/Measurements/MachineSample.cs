namespace ProtoBench.Model.Measurements;

/// <summary>Running totals of the machine at one instant, over the processors that ProtoBench may run on.</summary>
/// <param name="Nanoseconds">When, on the system's monotonic clock.</param>
/// <param name="BusySeconds">User, nice and system time since boot.</param>
/// <param name="StolenSeconds">Stolen time since boot.</param>
/// <param name="OwnSeconds">Of the busy time, what this process and those it started have used.</param>
/// <param name="Megahertz">Mean frequency now; null where the kernel does not show it.</param>
public readonly record struct MachineSample(
    long Nanoseconds, double BusySeconds, double StolenSeconds, double OwnSeconds, double? Megahertz);
