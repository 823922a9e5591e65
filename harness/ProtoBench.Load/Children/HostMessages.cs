using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Children;

/// <summary>
/// Part of an order to a side whose machine is not its parent's: what it is to do for that machine. A build that does not know it does
/// nothing.
/// </summary>
/// <param name="Awake">Keep idle processors from halting, where that can be had.</param>
public sealed record HostDuty(bool Awake);

/// <summary>Part of a report of such a side.</summary>
/// <param name="Awake">Were its machine's processors kept awake?</param>
/// <param name="Samples">The totals of the processors it may run on, at instants of its clock.</param>
public sealed record MachineSeen(bool Awake, IReadOnlyList<MachineSample> Samples);
