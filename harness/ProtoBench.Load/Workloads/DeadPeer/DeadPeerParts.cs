using ProtoBench.Load.Kinds;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.DeadPeer;

/// <summary>What the time until a client knows of a dead peer consists of: the timers of what finds out. Pure.</summary>
internal static class DeadPeerParts
{
    // What comes this much sooner or later than the timers say has another reason.
    private const double Tolerance = 0.15;

    public static IEnumerable<KnownPart> Of(RecordedArm arm)
    {
        if (arm[DeadPeerFigures.Earliest] is { } earliest && arm[DeadPeerFigures.Latest] is { } latest
            && arm[DeadPeerFigures.Median] is { } took && took >= (1 - Tolerance) * earliest && took <= (1 + Tolerance) * latest)
        {
            var when = earliest == latest
                ? NumberText.Of(earliest, Quantity.Microseconds)
                : NumberText.Range(earliest, latest, Quantity.Microseconds);
            var by = arm.Facts.TryGetValue(DeadPeerLoop.FactName, out var mechanism) ? $" ({mechanism})" : "";
            yield return new KnownPart(
                DeadPeerFigures.Median.Key,
                "keep-alive timers",
                Math.Clamp(took, earliest, latest),
                $"its timers let a client know {when} after what came last{by}");
        }
    }
}
