using ProtoBench.Load.Kinds;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Mixed;

/// <summary>
/// What small exchanges wait for on a connection that carries one at a time: for one of the largest part before each. Pure.
/// </summary>
internal static class MixedParts
{
    private const string Cause = "waiting for a turn";

    // A window cuts an exchange of either at its ends.
    private const double Even = 0.05;

    public static IEnumerable<KnownPart> Of(RecordedArm arm)
    {
        // Parts with a weight share the load point and are no flow of their own.
        var beside = MixedKeys.Of(arm.Workload)
            .Select((part, place) => (Part: part, Place: place))
            .Where(one => one is { Place: > 0, Part: { Weight: null, OwnConnections: false } })
            .Where(one => arm.Times.ContainsKey(MixedFigures.Times[one.Place].Key))
            .Select(one => (one.Part, Time: arm.Times[MixedFigures.Times[one.Place].Key]))
            .OrderByDescending(one => one.Time.Median)
            .ToList();
        if (beside is not [var (part, (median, tail)), ..])
        {
            yield break;
        }

        var name = part.Name;
        if (arm.Shared && Alternate(arm, part) is { } perSecond)
        {
            yield return new KnownPart(
                KnownPart.P50,
                Cause,
                median,
                $"the connection can carry several at once and does not: for each of {name} that ends, "
                    + $"{NumberText.Of(perSecond, Quantity.PerSecond)}, one small exchange ends, and takes as long ({Time(median)})");
            yield break;
        }

        if (arm.Shared)
        {
            var at = $"exchanges of {name} are under way on the connection at the same time";
            yield return new KnownPart(KnownPart.P50, Cause, 0, at);
            yield return new KnownPart(KnownPart.P99, Cause, 0, at);
            yield break;
        }

        const string InTurn = "a connection carries one exchange at a time, and each waits for one of";
        yield return new KnownPart(KnownPart.P50, Cause, median, $"{InTurn} {name}, which takes {Time(median)} with its own wait");
        if (tail is { } slow)
        {
            yield return new KnownPart(
                KnownPart.P99, Cause, slow, $"{InTurn} {name}, of which a hundredth takes {Time(slow)} or longer with its own wait");
        }
    }

    /// <summary>
    /// Where one small exchange is under way beside one large one, and as many of both end, each waits for the other: how many a second.
    /// Null where not, or where it cannot be told.
    /// </summary>
    private static double? Alternate(RecordedArm arm, MixedPart part) =>
        arm is { InFlight: 1, Rate: > 0 and var rate } && part.Flows == 1 && MixedKeys.Of(arm.Workload).Count == 2
        && arm[MixedFigures.Goodput] is { } goodput && goodput / (part.RequestBytes + part.ResponseBytes) is var others
        && Math.Abs((others / rate) - 1) <= Even
            ? others
            : null;

    private static string Time(double microseconds) => NumberText.Of(microseconds, Quantity.Microseconds);
}
