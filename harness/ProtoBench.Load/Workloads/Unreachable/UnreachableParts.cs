using ProtoBench.Load.Kinds;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Unreachable;

/// <summary>What the time until a client knows that nobody is there consists of, where nothing tells it: its own limit. Pure.</summary>
internal static class UnreachableParts
{
    private const string Cause = "nothing tells the client";

    public static IEnumerable<KnownPart> Of(RecordedArm arm)
    {
        if (arm[UnreachableFigures.Told] is not { } told || arm[UnreachableFigures.Median] is not { } took)
        {
            yield break;
        }

        // The middle attempt is one that nothing told where more than half were not.
        yield return told < 0.5
            ? new KnownPart(
                UnreachableFigures.Median.Key,
                Cause,
                took,
                $"{NumberText.Share(1 - told, 1)} of the attempts ended by the client's own limit, after {Time(took)}"
                    + (arm[UnreachableFigures.Unlimited] is { } kernel ? $" (the kernel would go on for {Time(kernel)})" : ""))
            : new KnownPart(UnreachableFigures.Median.Key, Cause, 0, $"{NumberText.Share(told, 1)} of the attempts were told");
    }

    private static string Time(double microseconds) => NumberText.Of(microseconds, Quantity.Microseconds);
}
