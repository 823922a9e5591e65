using ProtoBench.Model.Text;
using static ProtoBench.Reports.Explanations.CauseWords;

namespace ProtoBench.Reports.Explanations;

/// <summary>Exchanges that wait until their connection has been opened. Pure.</summary>
internal static class ConnectionRules
{
    /// <summary>Opening a connection for every so many exchanges.</summary>
    public static PossibleCause? Opening(Difference difference)
    {
        var (best, other) = (difference.Best, difference.Other);
        if (difference.Gap is not (> 0 and var gap) || other.Opened is not { } slow || best.Opened is not { } fast
            || TimeOf(slow, difference) is not { } time || TimeOf(fast, difference) is not { } less || time <= less
            || ExplanationRules.HasHandshakes(difference) || ExplanationRules.ColdRoundTrips(difference) is { Share: > 0.5 })
        {
            return null;
        }

        var share = Capped((time - less) / gap);
        var isTail = difference.Kind is DifferenceKind.Tail;
        return new PossibleCause(
            slow.Tls > 0.5 * slow.Median && fast.Tls is null ? "TLS handshake" : "opening connections",
            share,
            $"Opening a connection for {(slow.Uses == 1 ? "every exchange" : $"every {NumberText.Whole(slow.Uses)} exchanges")} takes "
                + $"{Difference.Time(time)}{(isTail ? " or longer in one of a hundred exchanges" : "")}"
                + (slow.Tls is { } tls && !isTail ? $" ({Difference.Time(Math.Min(tls, time))} of it TLS)" : "")
                + $", that of {best.Label} {Difference.Time(less)}: that {Account(share, singular: true)} the {Difference.Time(gap)} "
                + "between them.");
    }

    // Where several exchanges share a connection, the median is one that opened none.
    private static double? TimeOf(OpenedAnew opened, Difference difference) => difference.Kind switch
    {
        DifferenceKind.Median when opened.Uses == 1 => opened.Median,
        DifferenceKind.Tail => opened.Slow,
        _ => null,
    };
}
