using ProtoBench.Load.Kinds;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Copies;

/// <summary>What the tail and the mean of exchanges owe to those that nobody answers: the time until they are given up. Pure.</summary>
internal static class CopyParts
{
    private const string Cause = "exchanges given up";
    private const double Hundredth = 0.01;

    public static IEnumerable<KnownPart> Of(RecordedArm arm)
    {
        if (arm[CopyFigures.Failed] is not { } failed || arm.P99 is not { } tail)
        {
            yield break;
        }

        // They stand with the time that they waited, as every time-out does.
        var decides = failed >= Hundredth;
        var says = $"{NumberText.Share(failed, 1)} of the exchanges failed after all"
            + (decides ? $" and stand with what they waited for, {NumberText.Of(tail, Quantity.Microseconds)}" : "");
        yield return new KnownPart(KnownPart.P99, Cause, decides ? tail : 0, says);

        // Of fewer it is not known how long they waited. A rate counts those that were answered, among whom that time is divided.
        if (decides || failed == 0)
        {
            yield return new KnownPart(KnownPart.Mean, Cause, failed / (1 - failed) * tail, says);
        }
    }
}
