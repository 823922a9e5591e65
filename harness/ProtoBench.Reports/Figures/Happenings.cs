using ProtoBench.Model.Measurements;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Figures;

/// <summary>
/// What is known to have happened to the sides and the link of a trial: in words, and as rows above a map of its latencies.
/// </summary>
internal static class Happenings
{
    /// <summary>Kinds that a sentence names: more would hide the exchange.</summary>
    private const int MostTold = 6;

    // Both ways of a link share a row, since there are more kinds of what it does than rows that leave the map its room.
    private static readonly Row[] All =
    [
        new([TimeMarkKind.Collection], "client", "GC, client", MarkerShape.Circle),
        new([TimeMarkKind.Collection], "server", "GC, server", MarkerShape.Square),
        new([TimeMarkKind.Retransmission], "client", "sent again, client", MarkerShape.TriangleUp),
        new([TimeMarkKind.Retransmission], "server", "sent again, server", MarkerShape.Diamond),
        new([TimeMarkKind.LinkLoss, TimeMarkKind.LinkDamage], null, "lost by the link", MarkerShape.Cross),
        new([TimeMarkKind.LinkQueueFull], null, "link's queue full", MarkerShape.TriangleDown),
        new([TimeMarkKind.LinkOutage, TimeMarkKind.LinkOutageLoss, TimeMarkKind.LinkGap], null, "link out", MarkerShape.Pentagon),
    ];

    /// <summary>As the map says it: <c>GC of the server</c> and for how long, <c>3 packets to the client lost by the link</c>.</summary>
    public static string Words(TimeMark mark)
    {
        var packets = Plural.Of((long)mark.Amount, "packet");
        var time = NumberText.Of(mark.Amount * 1e3, Quantity.Microseconds);
        var way = mark.Side switch
        {
            "up" => " to the server",
            "down" => " to the client",
            _ => "",
        };
        return mark.What switch
        {
            TimeMarkKind.Collection => $"GC of the {mark.Side} {time}",
            TimeMarkKind.Retransmission => $"{packets} sent again by the {mark.Side}",
            TimeMarkKind.LinkLoss => $"{packets}{way} lost by the link",
            TimeMarkKind.LinkQueueFull => $"{packets}{way} dropped by the link's full queue",
            TimeMarkKind.LinkDamage => $"{packets}{way} damaged by the link",
            TimeMarkKind.LinkOutageLoss => $"{packets}{way} lost in an outage of the link",
            TimeMarkKind.LinkOutage => $"outage of the link{way} {time}",
            _ => $"no capacity of the link{way} for {time}",
        };
    }

    /// <summary>Marks in words, each kind of each side once, with its sum.</summary>
    public static IEnumerable<string> Told(IEnumerable<TimeMark> marks)
    {
        var sums = marks.GroupBy(mark => (mark.What, mark.Side))
            .Select(kind => kind.First() with { Amount = kind.Sum(mark => mark.Amount) })
            .OrderBy(mark => mark.What).ThenBy(mark => mark.Side, StringComparer.Ordinal)
            .ToList();
        // A link that was out both ways for the same time was out once.
        var both = sums.Where(mark => mark.What is TimeMarkKind.LinkOutage or TimeMarkKind.LinkGap)
            .GroupBy(mark => (mark.What, mark.Amount))
            .Where(kind => kind.Count() == 2)
            .Select(kind => (Kept: kind.First(), Left: kind.Last()))
            .ToList();
        return sums.Where(mark => both.TrueForAll(pair => pair.Left != mark))
            .Select(mark => Words(both.Exists(pair => pair.Kept == mark) ? mark with { Side = "" } : mark))
            .Take(MostTold);
    }

    /// <summary>Each kind that happened has a row of its own above the highest band.</summary>
    /// <param name="marks">Of the trial.</param>
    /// <param name="top">Where the highest band ends.</param>
    /// <param name="step">Factor from one row to the next.</param>
    public static IEnumerable<LineMark> Rows(IReadOnlyList<TimeMark> marks, double top, double step)
    {
        var height = top;
        foreach (var row in All)
        {
            var own = marks.Where(mark => row.Kinds.Contains(mark.What) && (row.Side is null || row.Side == mark.Side)).ToList();
            if (own.Count == 0)
            {
                continue;
            }

            height *= step;
            yield return new LineMark
            {
                Style = Palette.Neutral with { Marker = row.Shape },
                Label = row.Label,
                // Gaps keep points from being joined.
                Points =
                [
                    .. own.SelectMany(mark => new[]
                    {
                        new ChartPoint((mark.From + mark.To) / 2, height) { Tip = Tip(mark) },
                        new ChartPoint((mark.From + mark.To) / 2, double.NaN),
                    }).SkipLast(1),
                ],
            };
        }
    }

    private static string Tip(TimeMark mark) =>
        $"{Words(mark)}\nbetween {NumberText.Range(mark.From * 1e6, mark.To * 1e6, Quantity.Microseconds)} into the window";

    /// <summary>A row of the map; a side of null: both.</summary>
    private sealed record Row(IReadOnlyList<TimeMarkKind> Kinds, string? Side, string Label, MarkerShape Shape);
}
