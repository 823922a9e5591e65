using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Trials;

/// <summary>The runtime settings of a cell's two sides: what the scenario asked for, as far as it fits what they do. Pure.</summary>
internal static class CellRuntime
{
    /// <param name="asked">What the scenario asked for.</param>
    /// <param name="cell">What the sides do.</param>
    public static RuntimeSettings Of(RuntimeSettings asked, Cell cell) => asked with
    {
        InlineCompletions = asked.InlineCompletions
            && cell.Arm.Io == IoMode.Async
            && HasOwnSockets(cell.Arm)
            && WorkloadCatalog.Of(cell.Workload.Kind).ContinuesInline(cell.Workload),
    };

    // Kestrel and HttpClient are measured as people run them, and block or compute where we cannot see it.
    private static bool HasOwnSockets(Arm arm) => ArmEndpoint.TraitsOf(arm).SupportsBlocking;
}
