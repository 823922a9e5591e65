using ProtoBench.Load.Kinds;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Mixed;

/// <summary>
/// What small exchanges wait for on a connection that carries one at a time: for one of the largest part before each. Pure.
/// </summary>
internal static class MixedParts
{
    private const string Cause = "waiting for a turn";

    public static IEnumerable<KnownPart> Of(RecordedArm arm)
    {
        // Parts with a weight share the load point and are no flow of their own.
        var beside = MixedKeys.Of(arm.Workload)
            .Select((part, place) => (Part: part, Place: place))
            .Where(one => one is { Place: > 0, Part: { Weight: null, OwnConnections: false } })
            .Where(one => arm.Times.ContainsKey(MixedFigures.Times[one.Place].Key))
            .Select(one => (one.Part.Name, Time: arm.Times[MixedFigures.Times[one.Place].Key]))
            .OrderByDescending(one => one.Time.Median)
            .ToList();
        if (beside is not [var (name, (median, tail)), ..])
        {
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

    private static string Time(double microseconds) => NumberText.Of(microseconds, Quantity.Microseconds);
}
