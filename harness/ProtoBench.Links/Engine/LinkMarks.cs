using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Links.Engine;

/// <summary>What a link did in a window: packets it dropped, and when its profile had it carry nothing. Pure.</summary>
internal static class LinkMarks
{
    /// <param name="profile">What the link does.</param>
    /// <param name="drops">Of each direction; null: this backend does not tell when it drops.</param>
    /// <param name="origin">The link's start on the clock of the window.</param>
    /// <param name="window">In which time.</param>
    public static IReadOnlyList<TimeMark> Of(
        LinkProfile profile, Func<LinkDirection, DropTimeline?> drops, long origin, LinkWindow window)
    {
        var marks = new List<TimeMark>();
        var (from, to) = (window.Start - origin, window.Start - origin + (long)(window.Seconds * 1e9));
        foreach (var direction in Enum.GetValues<LinkDirection>())
        {
            var side = direction == LinkDirection.Up ? "up" : "down";
            marks.AddRange(
                (drops(direction)?.Told() ?? []).Select(slice => Mark(slice.What, side, slice.From, slice.To, slice.Packets)));
            marks.AddRange(LinkStandstills.Outages(profile[direction], from, to)
                .Select(time => Mark(TimeMarkKind.LinkOutage, side, time.From, time.To, (time.To - time.From) / 1e6)));
            marks.AddRange(LinkStandstills.Gaps(profile[direction], from, to)
                .Select(time => Mark(TimeMarkKind.LinkGap, side, time.From, time.To, (time.To - time.From) / 1e6)));
        }

        return TimeMarks.Kept(
            marks, window.Seconds, window is { NearFrom: { } nearFrom, NearTo: { } nearTo } ? (nearFrom, nearTo) : null);

        TimeMark Mark(TimeMarkKind what, string side, long begin, long end, double amount) =>
            new((begin - from) / 1e9, (end - from) / 1e9, what, side, Math.Round(amount, 3));
    }
}
