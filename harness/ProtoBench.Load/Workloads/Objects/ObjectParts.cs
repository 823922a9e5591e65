using System.Globalization;
using ProtoBench.Load.Kinds;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Objects;

/// <summary>What the time of an object consists of: round trips by handshakes and slow start, and those of a late window. Pure.</summary>
internal static class ObjectParts
{
    public static IEnumerable<KnownPart> Of(RecordedArm arm)
    {
        if (arm[ObjectsKind.Predicted] is not { } predicted || arm[ObjectsKind.RoundTrip] is not { } trip)
        {
            yield break;
        }

        var size = ByteText.Format(arm.Workload.ResponseBytes);
        var steps = !arm.Workload.Fresh ? $"{size} in one flight of a kept connection"
            : arm.Handshakes.Count == 0 ? $"slow start of {size}"
            : $"{string.Join(" and ", arm.Handshakes)}, then {predicted - arm.Handshakes.Count:0} for {size} in slow start";
        yield return new KnownPart(
            KnownPart.P50,
            "round trips",
            predicted * trip,
            string.Create(
                CultureInfo.InvariantCulture,
                $"by prediction it takes {Plural.Of((long)Math.Round(predicted), "round trip")} of {Time(trip)} ({steps})"))
        {
            HasHandshakes = true,
        };

        // What it took beyond those, as far as a window that opens at its latest goes.
        if (arm[ObjectsKind.Taken] is { } taken)
        {
            var late = arm[ObjectsKind.Windowed] is { } most ? Math.Clamp(taken - predicted, 0, most - predicted) : 0;
            yield return new KnownPart(
                KnownPart.P50,
                "receiver's window",
                late * trip,
                late == 0 ? "no round trip beyond those of slow start is the receiver's" : string.Create(
                    CultureInfo.InvariantCulture,
                    $"of {taken - predicted:0.0} round trips beyond those of slow start the window of the receiver, which opens after what "
                        + $"was read, explains up to {late:0.0}"));
        }
    }

    private static string Time(double microseconds) => NumberText.Of(microseconds, Quantity.Microseconds);
}
