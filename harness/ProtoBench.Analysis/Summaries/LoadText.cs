using ProtoBench.Analysis.Searches;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Summaries;

/// <summary>Load points and workloads in words.</summary>
internal static class LoadText
{
    /// <summary>For example <c>1 in flight</c> or <c>5k/s offered, Poisson</c>.</summary>
    public static string Of(LoadPoint load) => load.Loop is LoopKind.Closed
        ? $"{load.InFlight} in flight"
        : load.Search is { } search
        ? $"highest rate with {CellSearch.LimitOf(search)}" + (load.Arrivals is ArrivalLaw.Poisson ? ", Poisson" : "")
        : $"{Rate(load)} offered" + (load.Arrivals is ArrivalLaw.Poisson ? ", Poisson" : "");

    /// <summary>An offered rate, for example <c>5k/s</c>.</summary>
    public static string Rate(LoadPoint load) => NumberText.Tick(load.Rate ?? 0, Quantity.PerSecond);

    /// <summary>For example <c>64 B request, 64 B response</c>.</summary>
    public static string Of(Workload workload) => WorkloadCatalog.Of(workload.Kind).Describe(workload);

    /// <summary>What a latency of this load point means: in a closed loop nobody waits for a planned start.</summary>
    public static string LatencyKind(LoopKind loop) => loop is LoopKind.Closed ? "service time" : "response time";
}
