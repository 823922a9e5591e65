using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Summaries;

/// <summary>Load points and workloads in words.</summary>
internal static class LoadText
{
    /// <summary>For example <c>1 in flight</c> or <c>5k/s offered, Poisson</c>.</summary>
    public static string Of(LoadPoint load) => load.Loop is LoopKind.Closed
        ? $"{load.InFlight} in flight"
        : $"{Rate(load)} offered" + (load.Arrivals is ArrivalLaw.Poisson ? ", Poisson" : "");

    /// <summary>An offered rate, for example <c>5k/s</c>.</summary>
    public static string Rate(LoadPoint load) => NumberText.Tick(load.Rate ?? 0, Quantity.PerSecond);

    /// <summary>For example <c>64 B request, 64 B response</c>.</summary>
    public static string Of(Workload workload)
    {
        var message = workload.MessageBytes is { } bytes
            ? ByteText.Format(bytes) + " per write"
            : "64 KiB per write (datagrams: 1,400 B)";
        return workload.Kind switch
        {
            WorkloadKind.Download => $"bulk data from server to client, {message}",
            WorkloadKind.Upload => $"bulk data from client to server, {message}",
            _ => $"{ByteText.Format(workload.RequestBytes)} request, {ByteText.Format(workload.ResponseBytes)} response",
        };
    }

    /// <summary>What a latency of this load point means: in a closed loop nobody waits for a planned start.</summary>
    public static string LatencyKind(LoopKind loop) => loop is LoopKind.Closed ? "service time" : "response time";
}
