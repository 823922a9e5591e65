using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Settings;

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

    /// <summary>Mean over the requests that were answered inside the window.</summary>
    public static WorkloadFigure RequestTime { get; } =
        new(PollIntervalSetting.RequestFigure, "time of a request for events", FigureUnit.Microseconds, LowerIsBetter: true)
        {
            Aside = true,
            Absence = "only requests of short polling are answered at once",
        };

    /// <summary>Mean over the same requests.</summary>
    public static WorkloadFigure Pause { get; } =
        new(PollIntervalSetting.PauseFigure, "pause before a request for events", FigureUnit.Microseconds, LowerIsBetter: true)
        {
            Aside = true,
            Absence = "only short polling pauses before it asks again",
        };

    public static WorkloadFigure ClockBound { get; } =
        new("push-clock-bound", "error bound of one-way times", FigureUnit.Microseconds, LowerIsBetter: true) { Aside = true };

    public static WorkloadTime Spread { get; } =
        new("push-spread", "spread over the subscribers", "from when the first subscriber got an event until the last one did");

    public static WorkloadTime Between { get; } =
        new("push-between", "between events", "from when a subscriber got an event until it got the next one");

    public static WorkloadTime Opening { get; } =
        new("push-opening", "subscribing", "from when a client began to subscribe until the server said that it had");

    public static IReadOnlyList<WorkloadFigure> All { get; } = [Missing, Duplicated, Reordered, Requests, RequestTime, Pause, ClockBound];

    public static IReadOnlyList<WorkloadTime> Times { get; } = [Spread, Between, Opening];

    // What one of several clients tells, so that all of them together make the figures of one.
    private const string Delivered = "delivered";
    private const string Asked = "asked";
    private const string Subscribers = "subscribers";
    private const string Asking = "asking";
    private const string Pausing = "pausing";

    /// <summary>The figures of one client.</summary>
    /// <param name="counts">Missing, duplicated, reordered.</param>
    /// <param name="boundMicroseconds">Of the error of one-way times.</param>
    /// <param name="window">What was counted inside the window.</param>
    public static Dictionary<string, double> Of(
        (double Missing, double Duplicated, double Reordered) counts,
        double boundMicroseconds,
        PushWindow window)
    {
        var figures = new Dictionary<string, double>
        {
            [Missing.Key] = counts.Missing,
            [Duplicated.Key] = counts.Duplicated,
            [Reordered.Key] = counts.Reordered,
            [ClockBound.Key] = boundMicroseconds,
        };
        if (window.Requests > 0 && window.Delivered > 0)
        {
            figures[Requests.Key] = window.Requests / window.Delivered;
        }

        if (window is { Requests: > 0, Polling: var (asking, pausing) })
        {
            figures[RequestTime.Key] = asking / window.Requests;
            figures[Pause.Key] = pausing / window.Requests;
        }

        return figures;
    }

    /// <summary>The same with what <see cref="PutTogether"/> needs.</summary>
    public static Dictionary<string, double> WithParts(
        Dictionary<string, double> figures, PushWindow window, int subscribers)
    {
        var parts = new Dictionary<string, double>(figures)
        {
            [Asked] = window.Requests,
            [Delivered] = window.Delivered,
            [Subscribers] = subscribers,
        };
        if (window.Polling is var (asking, pausing))
        {
            (parts[Asking], parts[Pausing]) = (asking, pausing);
        }

        return parts;
    }

    /// <summary>
    /// Of the clients whose subscribers get the same events. How late the server was with each of these one client knows as well as all.
    /// The spread over the subscribers is told where the clients read one clock, because one client sees the first subscriber and another
    /// the last.
    /// </summary>
    public static Measurement PutTogether(IReadOnlyList<Measurement> clients, Measurement sum, bool oneMachine)
    {
        var times = new Dictionary<string, string>((sum.Times ?? new Dictionary<string, string>()).Where(time => time.Key != Spread.Key));
        if (oneMachine && EventInstants.Spread([.. clients.Select(client => client.Unmerged)]) is { } spread)
        {
            Told(Spread, spread).ToList().ForEach(time => times.Add(time.Key, time.Value));
        }

        return sum with
        {
            OfferedRate = clients.Max(client => client.OfferedRate),
            AchievedRate = Sum(Delivered) / sum.WindowSeconds / Sum(Subscribers),
            Figures = Of(
                (Sum(Missing.Key), Sum(Duplicated.Key), Sum(Reordered.Key)),
                clients.Max(client => client.Figures![ClockBound.Key]),
                new PushWindow(
                    Sum(Asked),
                    Sum(Delivered),
                    clients.All(client => client.Figures!.ContainsKey(Asking)) ? (Sum(Asking), Sum(Pausing)) : null)),
            PacingLateness = clients.Select(client => client.PacingLateness).OfType<string>()
                .MaxBy(lateness => HistogramText.Decode(lateness).Count),
            Times = times.Count == 0 ? null : times,
            Unmerged = null,
        };

        double Sum(string key) => clients.Sum(client => client.Figures![key]);
    }

    /// <summary>A time as it stands in a measurement; nothing where it was never taken.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Told(WorkloadTime time, LatencyHistogram taken) =>
        taken.Count > 0 ? [KeyValuePair.Create(time.Key, HistogramText.Encode(taken))] : [];
}
