using ProtoBench.Load.Kinds;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Copies;

/// <summary>What the tail of exchanges consists of, a hundredth of which nobody answers: the time until they are given up. Pure.</summary>
internal static class CopyParts
{
    private const double Hundredth = 0.01;

    public static IEnumerable<KnownPart> Of(RecordedArm arm)
    {
        // They stand with the time that they waited, as every time-out does.
        if (arm[CopyFigures.Failed] is { } failed && arm.P99 is { } tail)
        {
            yield return new KnownPart(
                KnownPart.P99,
                "exchanges given up",
                failed >= Hundredth ? tail : 0,
                $"{NumberText.Share(failed, 1)} of the exchanges failed after all"
                    + (failed >= Hundredth
                        ? $" and stand with what they waited for, {NumberText.Of(tail, Quantity.Microseconds)}"
                        : ""));
        }
    }
}
