using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Push;

/// <summary>What is told of pushed events beside their latencies and their rate.</summary>
internal static class PushFigures
{
    public static WorkloadFigure Missing { get; } =
        new("push-missing", "events that never arrived", FigureUnit.Count, LowerIsBetter: true) { Aside = true };

    public static WorkloadFigure Duplicated { get; } =
        new("push-duplicated", "events that arrived more than once", FigureUnit.Count, LowerIsBetter: true) { Aside = true };

    public static WorkloadFigure Reordered { get; } =
        new("push-reordered", "events that arrived after a later one", FigureUnit.Count, LowerIsBetter: true) { Aside = true };

    public static WorkloadFigure Requests { get; } =
        new("push-requests", "requests per event", FigureUnit.Factor, LowerIsBetter: true)
        {
            Absence = "only clients that poll send requests for events",
        };

    public static WorkloadFigure ClockBound { get; } =
        new("push-clock-bound", "error bound of one-way times", FigureUnit.Microseconds, LowerIsBetter: true) { Aside = true };

    public static WorkloadTime Spread { get; } =
        new("push-spread", "spread over the subscribers", "from when the first subscriber got an event until the last one did");

    public static WorkloadTime Between { get; } =
        new("push-between", "between events", "from when a subscriber got an event until it got the next one");

    public static WorkloadTime Opening { get; } =
        new("push-opening", "subscribing", "from when a client began to subscribe until the server said that it had");

    public static IReadOnlyList<WorkloadFigure> All { get; } = [Missing, Duplicated, Reordered, Requests, ClockBound];

    public static IReadOnlyList<WorkloadTime> Times { get; } = [Spread, Between, Opening];

    /// <summary>A time as it stands in a measurement; nothing where it was never taken.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Told(WorkloadTime time, LatencyHistogram taken) =>
        taken.Count > 0 ? [KeyValuePair.Create(time.Key, HistogramText.Encode(taken))] : [];
}
