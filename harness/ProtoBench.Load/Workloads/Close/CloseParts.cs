using ProtoBench.Load.Kinds;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Close;

/// <summary>
/// What the life of a connection consists of that ends after one exchange, and what the time until it is closed where its server stops.
/// Pure.
/// </summary>
/// <remarks>
/// No round trip of closing is among them: no client of ours waits for its peer's side of it. Over 40 ms of round trip a graceful close
/// took 61 us (tcp) to 250 us (http3), and a reset 132 us.
/// </remarks>
internal static class CloseParts
{
    public static IEnumerable<KnownPart> Of(RecordedArm arm) =>
        arm.Workload.Manner is CloseManner.Drain or CloseManner.Cut ? Stopped(arm) : Lived(arm);

    /// <summary>A round trip for each handshake, and one for the exchange, or for the answer behind the end of the client's side.</summary>
    private static IEnumerable<KnownPart> Lived(RecordedArm arm)
    {
        if (arm is not { RoundTrip: { } trip, Handshakes: [_, ..] handshakes })
        {
            yield break;
        }

        var trips = handshakes.Count + 1;
        var how = $"a connection that is opened for one exchange takes {NumberText.Whole(trips)} round trips of {Time(trip)} "
            + $"({string.Join(", ", handshakes)}, exchange)";
        foreach (var figure in new[] { KnownPart.P50, KnownPart.P99 })
        {
            yield return new KnownPart(figure, "round trips", trips * trip, how) { HasHandshakes = true };
        }
    }

    /// <summary>Until its client knew, and from then until it was done with the connection.</summary>
    private static IEnumerable<KnownPart> Stopped(RecordedArm arm)
    {
        if (arm[CloseFigures.Time] is not { } closed || arm[DrainFigures.Known] is not { } known || arm[DrainFigures.Told] is not { } told)
        {
            yield break;
        }

        var by = told switch
        {
            >= 0.995 => "by the server's word",
            < 0.005 => "by what it lost",
            _ => $"{NumberText.Share(told, 1)} of them by the server's word",
        };
        yield return new KnownPart(
            CloseFigures.Time.Key, "late to know", Math.Min(known, closed), $"the middle client knew after {Time(known)}, {by}");
        var rest = Math.Max(0, closed - known);
        yield return new KnownPart(CloseFigures.Time.Key, "closing", rest, $"once it knew, closing took its client {Time(rest)}");
    }

    private static string Time(double microseconds) => NumberText.Of(microseconds, Quantity.Microseconds);
}
