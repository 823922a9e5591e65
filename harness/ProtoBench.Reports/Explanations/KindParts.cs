using ProtoBench.Load.Kinds;
using ProtoBench.Model.Text;
using static ProtoBench.Reports.Explanations.CauseWords;

namespace ProtoBench.Reports.Explanations;

/// <summary>
/// What a kind of workload knows of its own figures: of two arms, by how much each known part of the worse one exceeds that of the best.
/// </summary>
internal static class KindParts
{
    /// <summary>One for each cause of which the other has more than the best; none of a part that only one of them tells.</summary>
    public static IEnumerable<PossibleCause> Of(Difference difference)
    {
        foreach (var (figure, apart) in Figures(difference))
        {
            if (apart is not (> 0 and var gap))
            {
                continue;
            }

            foreach (var more in difference.Other.Parts.Where(part => part.Figure == figure && part.Part > 0))
            {
                var less = difference.Best.Parts.FirstOrDefault(part => part.Figure == figure && part.Cause == more.Cause);
                if (less is null || more.Part <= less.Part)
                {
                    continue;
                }

                var share = Capped((more.Part - less.Part) / gap);
                yield return new PossibleCause(
                    more.Cause,
                    share,
                    $"{Begun(more.How)}; of {difference.Best.Label}, {less.How}. That {Account(share, singular: true)} the "
                        + $"{NumberText.Of(gap, difference.Quantity)} between {(figure == KnownPart.Mean ? "their means" : "them")}.");
            }
        }
    }

    // With a fixed number in flight the rate is what the time of an exchange makes of it.
    private static IEnumerable<(string Figure, double? Gap)> Figures(Difference difference) => difference.Kind switch
    {
        DifferenceKind.Median => [(KnownPart.P50, difference.Gap)],
        DifferenceKind.Tail => [(KnownPart.P99, difference.Gap)],
        DifferenceKind.Rate =>
        [
            (KnownPart.P50, difference.Other.P50 - difference.Best.P50),
            (KnownPart.Mean, (difference.InFlight / difference.Other.Rate * 1e6) - (difference.InFlight / difference.Best.Rate * 1e6)),
        ],
        DifferenceKind.Own when difference.Figure is { } own => [(own.Key, difference.Gap)],
        _ => [],
    };

    private static string Begun(string clause) => char.ToUpperInvariant(clause[0]) + clause[1..];
}
