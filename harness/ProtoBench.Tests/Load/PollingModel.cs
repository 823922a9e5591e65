namespace ProtoBench.Tests.Load;

/// <summary>What theory says of polling, for events that are independent of the polls (Poisson). Times in milliseconds.</summary>
internal static class PollingModel
{
    /// <summary>
    /// Mean time from an event to its arrival. A subscriber asks <paramref name="interval"/> after an answer, so requests reach the server
    /// an interval and a round trip apart. An event waits half of that on average, and its answer travels half a round trip.
    /// </summary>
    public static double ShortDelay(double interval, double roundTrip) => ((interval + roundTrip) / 2) + (roundTrip / 2);

    public static double ShortRequestsPerEvent(double interval, double roundTrip, double eventsPerMillisecond) =>
        1 / (eventsPerMillisecond * (interval + roundTrip));

    /// <summary>
    /// For a round trip after an answer no request waits at the server. What comes meanwhile, λR events, waits R/2 on average; where
    /// nothing has come, one event finds a request waiting.
    /// </summary>
    public static double LongDelay(double roundTrip, double eventsPerMillisecond)
    {
        var meanwhile = eventsPerMillisecond * roundTrip;
        return (roundTrip / 2) + (meanwhile * roundTrip / 2 / (meanwhile + Math.Exp(-meanwhile)));
    }

    public static double LongRequestsPerEvent(double roundTrip, double eventsPerMillisecond)
    {
        var meanwhile = eventsPerMillisecond * roundTrip;
        return 1 / (meanwhile + Math.Exp(-meanwhile));
    }

    /// <summary>The same found by playing it: mean delay and requests per event.</summary>
    /// <param name="interval">Null: long polling.</param>
    /// <param name="roundTrip">Of which each way takes half.</param>
    /// <param name="arrivals">Instants of events, ascending.</param>
    public static (double Delay, double RequestsPerEvent) Play(double? interval, double roundTrip, IReadOnlyList<double> arrivals)
    {
        var (at, next, requests, delay) = (0.0, 0, 0, 0.0);
        while (next < arrivals.Count)
        {
            // A request is at the server; it is answered now, or by the next event.
            requests++;
            var answered = interval is null ? Math.Max(at, arrivals[next]) : at;
            for (; next < arrivals.Count && arrivals[next] <= answered; next++)
            {
                delay += answered + (roundTrip / 2) - arrivals[next];
            }

            at = answered + roundTrip + (interval ?? 0);
        }

        return (delay / arrivals.Count, requests / (double)arrivals.Count);
    }
}
