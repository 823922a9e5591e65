namespace ProtoBench.Model.Measurements;

/// <summary>Running totals of one process at one instant; differences between two samples are what an interval cost.</summary>
/// <param name="Nanoseconds">When, on the system's monotonic clock, which both processes of a trial share.</param>
/// <param name="CpuSeconds">User and kernel time of all threads since the process started.</param>
/// <param name="AllocatedBytes">Bytes allocated on the managed heap since the process started.</param>
/// <param name="Collections">Garbage collections of any generation.</param>
/// <param name="PauseMilliseconds">Total pause of those collections.</param>
/// <param name="CompiledMethods">Methods the just-in-time compiler has compiled, each tier counted.</param>
/// <param name="ReceivedBytes">Bulk payload received.</param>
/// <param name="ReceivedMessages">Bulk messages or reads received.</param>
/// <param name="Exchanges">Exchanges completed (clients only).</param>
/// <param name="Retransmissions">Packets sent again, as <see cref="ProcessUsage.Retransmissions"/>.</param>
/// <param name="ContextSwitches">As <see cref="ProcessUsage.ContextSwitches"/>; null: not known.</param>
/// <param name="TcpSentAgain">As <see cref="ProcessUsage.TcpSentAgain"/>; null: not known.</param>
public sealed record ProcessSample(
    long Nanoseconds,
    double CpuSeconds,
    long AllocatedBytes,
    int Collections,
    double PauseMilliseconds,
    long CompiledMethods = 0,
    long ReceivedBytes = 0,
    long ReceivedMessages = 0,
    long Exchanges = 0,
    long Retransmissions = 0,
    long? ContextSwitches = null,
    TcpSentAgain? TcpSentAgain = null);
