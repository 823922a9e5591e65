using System.Globalization;
using ProtoBench.Load.Kinds;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Page;

/// <summary>What the time of a page consists of: the round trips that its prediction has. Pure.</summary>
internal static class PageParts
{
    public static IEnumerable<KnownPart> Of(RecordedArm arm)
    {
        if (arm[PageKind.Predicted] is not { } predicted || arm.RoundTrip is not { } trip)
        {
            yield break;
        }

        var document = arm.Workload.DocumentBytes is not null;
        var objects = PageMixes.Sizes(arm.Workload).Count - (document ? 1 : 0);
        var steps = arm.Shared
            ? $"{Plural.Of(objects, "object")} at once on one connection"
            : $"⌈{objects} ÷ {arm.Connections}⌉ for {objects} objects over {Plural.Of(arm.Connections, "connection")} that carry "
            + "one at a time";
        yield return new KnownPart(
            KnownPart.P50,
            "round trips",
            predicted * trip,
            string.Create(
                CultureInfo.InvariantCulture,
                $"by prediction it takes {Plural.Of((long)Math.Round(predicted), "round trip")} of "
                    + $"{NumberText.Of(trip, Quantity.Microseconds)} "
                    + $"({(document ? "the document, then " : "")}{steps})"));
    }
}
