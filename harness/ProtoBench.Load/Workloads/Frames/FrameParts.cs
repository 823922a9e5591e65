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

    /// <summary>
    /// How much older the newest state is for a hundredth of the time because frames are lost. It grows from when the lost one would have
    /// come: until it has been sent again, or of datagrams until the next one comes. Where that goes on for more than a hundredth of the
    /// time, the oldest hundredth decides.
    /// </summary>
    private static IEnumerable<KnownPart> Old(RecordedArm arm)
    {
        var rate = FramesKind.RateOf(arm.Workload);
        if (arm.DatagramsLost is { } gone)
        {
            var next = 1e6 / rate;
            yield return new KnownPart(
                FramesKind.OldAge.Key,
                Waiting,
                OldestHundredth(gone, next, rate),
                $"{NumberText.Share(gone, 1)} of the frames are gone, and the next one takes the place of each after {Time(next)}");
        }
        else if (arm is { P50: { } median, P99: { } tail, PacketsLost: { } lost })
        {
            var (late, older) = (tail - median, OldestHundredth(lost, tail - median, rate));
            yield return new KnownPart(
                FramesKind.OldAge.Key,
                Waiting,
                older,
                $"the link dropped {NumberText.Share(lost, 1)} of the packets, and a frame that is sent again comes {Time(late)} late: for "
                    + $"{NumberText.Share(TimeShare(lost, late, rate), 1)} of the time the newest state waits for one, which makes it "
                    + $"{Time(older)} older for a hundredth of the time");
        }
    }

    private static double TimeShare(double lost, double wait, double rate) => Math.Min(1, lost * rate * wait / 1e6);

    private static double OldestHundredth(double lost, double wait, double rate) =>
        TimeShare(lost, wait, rate) is > Hundredth and var share ? wait * (1 - (Hundredth / share)) : 0;

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
