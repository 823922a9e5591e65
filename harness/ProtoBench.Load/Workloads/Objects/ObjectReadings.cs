using ProtoBench.Load.Kinds;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Workloads.Objects;

/// <summary>
/// What it takes to tell the time of objects in round trips. Of several client processes the least of all probes is the round trip, and
/// their objects' median that of all. Pure.
/// </summary>
/// <param name="RoundTrip">Of an empty exchange, in nanoseconds; null: no probe was answered, or there is no link to cross.</param>
/// <param name="Predicted">Round trips by slow start; null: nobody can say.</param>
/// <param name="Windowed">The same with a receiver's window at its latest; null: it makes no difference.</param>
internal sealed record ObjectReadings(long? RoundTrip, int? Predicted, int? Windowed)
{
    /// <summary>The measurement with the figures of the kind.</summary>
    public Measurement Tell(Measurement measurement)
    {
        var told = measurement with { Unmerged = null };
        if (RoundTrip is not > 0 || HistogramText.Decode(measurement.Service!) is not { Count: > 0 } service)
        {
            return told;
        }

        var figures = new Dictionary<string, double>
        {
            [ObjectsKind.Taken] = Math.Round((double)service.ValueAtQuantile(0.5) / RoundTrip.Value, 2),
            [ObjectsKind.RoundTrip] = RoundTrip.Value / 1e3,
        };
        if (Predicted is { } predicted)
        {
            figures[ObjectsKind.Predicted] = predicted;
            if (Windowed is { } late)
            {
                figures[ObjectsKind.Windowed] = late;
            }
        }

        return told with { Figures = figures };
    }

    /// <summary>As they travel.</summary>
    public string Encode() => UnmergedNumbers.Encode([RoundTrip ?? 0, Predicted ?? 0, Windowed ?? 0]);

    /// <summary>Those of all; what connections of one kind predict unlike each other is not told.</summary>
    /// <param name="clients">Of each client process.</param>
    public static ObjectReadings PutTogether(IReadOnlyList<string> clients)
    {
        var all = clients.Select(UnmergedNumbers.Decode).ToList();
        return new ObjectReadings(
            all.Select(one => one[0]).Where(trip => trip > 0).Select(trip => (long?)trip).Min(), Same(1), Same(2));

        int? Same(int place) =>
            all.Select(one => one[place]).Distinct().ToList() is [> 0 and var trips] ? (int)trips : null;
    }
}
