using ProtoBench.Load.Kinds;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Push;

/// <summary>What an event takes because it has several subscribers, who get it one after the other. Pure.</summary>
internal static class PushParts
{
    public static IEnumerable<KnownPart> Of(RecordedArm arm)
    {
        // Who asks for events has each at a time of its own.
        if (arm is { InFlight: > 1, Delivered: true } && arm.Times.TryGetValue(PushFigures.Spread.Key, out var spread))
        {
            // They get it evenly between the first and the last, so that the middle one waits half of that.
            yield return new KnownPart(
                KnownPart.P50,
                "fan-out",
                spread.Median / 2,
                $"the last of {NumberText.Whole(arm.InFlight)} subscribers gets an event "
                    + $"{NumberText.Of(spread.Median, Quantity.Microseconds)} after the first, and the middle one waits half of that");
        }
    }
}
