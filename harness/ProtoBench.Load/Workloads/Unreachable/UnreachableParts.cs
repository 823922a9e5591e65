using ProtoBench.Load.Kinds;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Unreachable;

/// <summary>What the time until a client knows that nobody is there consists of, where nothing tells it: a timer. Pure.</summary>
internal static class UnreachableParts
{
    private const string Cause = "nothing tells the client";

    public static IEnumerable<KnownPart> Of(RecordedArm arm)
    {
        if (arm[UnreachableFigures.Told] is not { } told || arm[UnreachableFigures.Median] is not { } took)
        {
            yield break;
        }

        // The middle attempt is one that nothing told where more than half were not. From a black hole nothing ever comes, so that whatever
        // ends an attempt is a timer.
        yield return told < 0.5
            ? new KnownPart(
                UnreachableFigures.Median.Key,
                Cause,
                took,
                $"{NumberText.Share(1 - told, 1)} of the attempts ended by the client's own limit, after {Time(took)}"
                    + (arm[UnreachableFigures.Unlimited] is { } kernel ? $" (the kernel would go on for {Time(kernel)})" : ""))
            : arm.Workload.Target == ConnectTarget.BlackHole
            ? new KnownPart(UnreachableFigures.Median.Key, Cause, took, $"the protocol's own timers gave up after {Time(took)}")
            : new KnownPart(UnreachableFigures.Median.Key, Cause, 0, $"{NumberText.Share(told, 1)} of the attempts were told");
    }

    private static string Time(double microseconds) => NumberText.Of(microseconds, Quantity.Microseconds);
}
