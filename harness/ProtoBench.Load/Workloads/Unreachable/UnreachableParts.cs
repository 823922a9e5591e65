using ProtoBench.Load.Kinds;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Unreachable;

/// <summary>What the time until a client knows that nobody is there consists of, where nothing tells it: a timer. Pure.</summary>
internal static class UnreachableParts
{
    private const string Cause = "nothing tells the client";

    private const string Rationed = "rationed answers";

    public static IEnumerable<KnownPart> Of(RecordedArm arm) => [.. Untold(arm), .. ToldLate(arm)];

    private static IEnumerable<KnownPart> Untold(RecordedArm arm)
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

    /// <summary>Attempts that follow each other, of which the answers are a time apart: that is what most of them take.</summary>
    private static IEnumerable<KnownPart> ToldLate(RecordedArm arm)
    {
        if (arm is not { Workload.Target: ConnectTarget.ClosedPort, RoundTrip: { } trip }
            || arm[UnreachableFigures.Told] is not >= 0.5 || arm[UnreachableFigures.Median] is not { } took)
        {
            yield break;
        }

        var median = UnreachableFigures.Median.Key;
        yield return arm[UnreachableFigures.AnswersApart] is { } apart && took > trip
            ? new KnownPart(
                median,
                Rationed,
                Math.Min(took, apart),
                $"the host says port unreachable to each peer once in {Time(apart)}, after a few at once (net.ipv4.icmp_ratelimit)")
            : new KnownPart(
                median, Rationed, Math.Min(took, trip), $"an attempt is told by the packet that answers it, {Time(trip)} later");
    }

    private static string Time(double microseconds) => NumberText.Of(microseconds, Quantity.Microseconds);
}
