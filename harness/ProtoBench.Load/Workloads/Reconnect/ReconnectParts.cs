using ProtoBench.Load.Kinds;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Reconnect;

/// <summary>
/// What the time until all clients are served again consists of: until the next server listens, and what clients lose that knew of it later
/// than that. Pure.
/// </summary>
internal static class ReconnectParts
{
    public static IEnumerable<KnownPart> Of(RecordedArm arm)
    {
        if (arm[ReconnectFigures.Down] is not { } down)
        {
            yield break;
        }

        var all = ReconnectFigures.AllServed.Key;
        yield return new KnownPart(all, "start of the server", down, $"the next server listened {Time(down)} after the first one died");
        if (arm[ReconnectFigures.Known] is not { } known)
        {
            yield break;
        }

        // One that knows in time loses nothing by it; one that knows late waits once more before it tries, of which chance leaves so much.
        var waits = arm.Workload.Backoff ?? Backoff.Default;
        var wait = waits.Min.TotalMicroseconds * (1 - waits.Jitter);
        var by = $"the middle client knew {Time(known)} after the first server had died";
        var silence = arm[ReconnectFigures.BySilence] is > 0 and var share
            ? $" ({NumberText.Share(share, 1)} of the clients by their own time-out alone)"
            : "";
        yield return known > down
            ? new KnownPart(
                all,
                "late to know",
                known - down + wait,
                $"{by}{silence}; until then and for a wait of {Time(wait)} before the first attempt the next server was there for nothing")
            : new KnownPart(all, "late to know", 0, by);
    }

    private static string Time(double microseconds) => NumberText.Of(microseconds, Quantity.Microseconds);
}
