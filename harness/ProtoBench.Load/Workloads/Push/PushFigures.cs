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

    // What one of several clients tells, so that all of them together make the figures of one.
    private const string Delivered = "delivered";
    private const string Asked = "asked";
    private const string Subscribers = "subscribers";

    /// <summary>The figures of one client.</summary>
    /// <param name="counts">Missing, duplicated, reordered.</param>
    /// <param name="boundMicroseconds">Of the error of one-way times.</param>
    /// <param name="requests">That were answered inside the window.</param>
    /// <param name="delivered">Events that arrived inside the window.</param>
    public static Dictionary<string, double> Of(
        (double Missing, double Duplicated, double Reordered) counts, double boundMicroseconds, double requests, double delivered)
    {
        var figures = new Dictionary<string, double>
        {
            [Missing.Key] = counts.Missing,
            [Duplicated.Key] = counts.Duplicated,
            [Reordered.Key] = counts.Reordered,
            [ClockBound.Key] = boundMicroseconds,
        };
        if (requests > 0 && delivered > 0)
        {
            figures[Requests.Key] = requests / delivered;
        }

        return figures;
    }

    /// <summary>The same with what <see cref="PutTogether"/> needs.</summary>
    public static Dictionary<string, double> WithParts(
        Dictionary<string, double> figures, double requests, double delivered, int subscribers) =>
        new(figures) { [Asked] = requests, [Delivered] = delivered, [Subscribers] = subscribers };

    /// <summary>
    /// Of the clients whose subscribers get the same events. The spread over the subscribers is not told: nobody has seen all of them get
    /// an event.
    /// </summary>
    public static Measurement PutTogether(IReadOnlyList<Measurement> clients, Measurement sum)
    {
        return sum with
        {
            OfferedRate = clients.Max(client => client.OfferedRate),
            AchievedRate = Sum(Delivered) / sum.WindowSeconds / Sum(Subscribers),
            Figures = Of(
                (Sum(Missing.Key), Sum(Duplicated.Key), Sum(Reordered.Key)),
                clients.Max(client => client.Figures![ClockBound.Key]),
                Sum(Asked),
                Sum(Delivered)),
            Times = sum.Times is null ? null : new Dictionary<string, string>(sum.Times.Where(time => time.Key != Spread.Key)),
        };

        double Sum(string key) => clients.Sum(client => client.Figures![key]);
    }

    /// <summary>A time as it stands in a measurement; nothing where it was never taken.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Told(WorkloadTime time, LatencyHistogram taken) =>
        taken.Count > 0 ? [KeyValuePair.Create(time.Key, HistogramText.Encode(taken))] : [];
}
