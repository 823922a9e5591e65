using ProtoBench.Load.Children;
using ProtoBench.Load.Workloads;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load;

/// <summary>Whose congestion control a trial looks at.</summary>
internal static class TrialCongestion
{
    /// <summary>
    /// How often; null: never. Only bulk transfers fill a window, and only TCP keeps it in the kernel: of QUIC it stays in its library.
    /// </summary>
    public static TimeSpan? IntervalOf(Cell cell, TimeSpan window) =>
        WorkloadCatalog.Of(cell.Workload.Kind).Measures == WorkloadMeasure.Payload && ArmEndpoint.TraitsOf(cell.Arm).OverTcp
            ? CongestionWatch.IntervalOf(window)
            : null;
}
