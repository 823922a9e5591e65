using System.Globalization;
using ProtoBench.Load.Kinds;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Frames;

/// <summary>
/// Why frames are old, late or lost: what a transport does that sends lost ones again, and what one does that does not. Pure.
/// </summary>
internal static class FrameParts
{
    private const string Waiting = "waiting for lost frames";
    private const double Hundredth = 0.01;

    public static IEnumerable<KnownPart> Of(RecordedArm arm) => [.. Old(arm), .. Missed(arm)];

    /// <summary>From when a frame was lost until it has been sent again those behind it wait, and the newest state grows old.</summary>
    private static IEnumerable<KnownPart> Old(RecordedArm arm)
    {
        if (arm is not { P50: { } median, P99: { } tail, PacketsLost: { } lost })
        {
            yield break;
        }

        var rate = FramesKind.RateOf(arm.Workload);
        var stall = tail - median;
        if (arm.DatagramsLost is { } gone)
        {
            yield return new KnownPart(
                FramesKind.OldAge.Key,
                Waiting,
                Math.Max(0, stall),
                $"{NumberText.Share(gone, 1)} of the frames are gone, and the next one takes the place of each");
            yield break;
        }

        var held = 1 + (stall / 1e6 * rate);
        var touched = Math.Min(1, lost * held);
        var says = string.Create(
            CultureInfo.InvariantCulture,
            $"the link dropped {NumberText.Share(lost, 1)} of the packets, and a frame that comes {Time(stall)} late because it was sent "
                + $"again holds up {held:0.#} at {NumberText.Of(rate, Quantity.PerSecond)}, so that {NumberText.Share(touched, 1)} wait");
        yield return new KnownPart(FramesKind.OldAge.Key, Waiting, touched >= Hundredth ? stall : 0, says);
    }

    /// <summary>Of the frames that missed their deadline, those that came too late and those that never came.</summary>
    private static IEnumerable<KnownPart> Missed(RecordedArm arm)
    {
        if (arm[FramesKind.OnTime] is not { } onTime || arm[FramesKind.Lost] is not { } lost)
        {
            yield break;
        }

        var late = Math.Max(0, 1 - onTime - lost);
        var again = arm is { DatagramsLost: null, PacketsLost: > 0 } ? " behind one that was sent again" : "";
        yield return new KnownPart(
            FramesKind.OnTime.Key, "frames too late", late, $"{NumberText.Share(late, 1)} of the frames came after their deadline{again}");
        yield return new KnownPart(FramesKind.OnTime.Key, "frames lost", lost, $"{NumberText.Share(lost, 1)} of the frames never came");
    }

    private static string Time(double microseconds) => NumberText.Of(microseconds, Quantity.Microseconds);
}
