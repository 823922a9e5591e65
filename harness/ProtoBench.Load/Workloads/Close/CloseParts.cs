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

    /// <summary>
    /// Until the server's word came, or what was lost told as much; until the exchanges under way had ended then; and from then until the
    /// client was done with the connection.
    /// </summary>
    private static IEnumerable<KnownPart> Stopped(RecordedArm arm)
    {
        if (arm[CloseFigures.Time] is not { } closed || arm[DrainFigures.Known] is not { } knew)
        {
            yield break;
        }

        // Medians of few connections, each in its own order.
        var known = Math.Min(knew, closed);
        var figure = CloseFigures.Time.Key;
        var word = arm[DrainFigures.Announced];
        var first = Math.Min(word ?? known, known);
        yield return new KnownPart(
            figure,
            "late to be told",
            first,
            word is null ? $"no word of the server came, and the middle client knew after {Time(known)} by what it lost"
                : $"the server's word reached the middle client after {Time(first)}");
        yield return new KnownPart(
            figure,
            "exchanges under way",
            known - first,
            word is null ? "nobody waited for exchanges that were under way"
                : $"the exchanges then under way took it {Time(known - first)} more");
        var rest = closed - known;
        yield return new KnownPart(figure, "closing", rest, $"closing itself took the client {Time(rest)}");
    }

    private static string Time(double microseconds) => NumberText.Of(microseconds, Quantity.Microseconds);
}
