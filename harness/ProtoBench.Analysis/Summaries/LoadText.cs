using ProtoBench.Analysis.Searches;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.LoadShapes;
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
        : load.Shape is { } shape ? Of(shape) + (load.Arrivals is ArrivalLaw.Poisson ? ", Poisson" : "")
        : $"{Rate(load)} offered" + (load.Arrivals is ArrivalLaw.Poisson ? ", Poisson" : "");

    private static string Of(LoadShape shape) => shape switch
    {
        { Ramp: { } ramp } => $"from {Rate(ramp.From)} to {Rate(ramp.To)}",
        { Steps: { } steps } => $"steps of {string.Join(", ", steps.All.Select(step => Rate(step.Rate)))}",
        { Bursts: { } bursts } => $"{Rate(bursts.Base)} and {bursts.Size} at once every "
            + NumberText.Of(bursts.Every.TotalMicroseconds, Quantity.Microseconds),
        { Replay: { } replay } => $"{replay.File} replayed"
            + (replay.Speed == 1 ? "" : FormattableString.Invariant($", {replay.Speed:0.##} times as fast"))
            + (replay.Repeat ? ", repeated" : ""),
        _ => "",
    };

    private static string Rate(double rate) => NumberText.Tick(rate, Quantity.PerSecond);

    /// <summary>An offered rate, for example <c>5k/s</c>.</summary>
    public static string Rate(LoadPoint load) => NumberText.Tick(load.Rate ?? 0, Quantity.PerSecond);

    /// <summary>For example <c>64 B request, 64 B response</c>.</summary>
    public static string Of(Workload workload) => WorkloadCatalog.Of(workload.Kind).Describe(workload);

    /// <summary>What a latency of this load point means: in a closed loop nobody waits for a planned start.</summary>
    public static string LatencyKind(LoopKind loop) => loop is LoopKind.Closed ? "service time" : "response time";
}
