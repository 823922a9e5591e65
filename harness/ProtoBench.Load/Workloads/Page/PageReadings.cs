using ProtoBench.Load.Kinds;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Workloads.Page;

/// <summary>
/// What it takes to tell of pages: the round trip, what is predicted, and pages of which one is shown. Of several client processes the
/// least of all probes is the round trip, and the page that is shown is the middle one of all. Pure.
/// </summary>
/// <param name="RoundTrip">Of an empty exchange, in nanoseconds; null: no probe was answered, or there is no link to cross.</param>
/// <param name="Predicted">Round trips of a page; null: nobody can say.</param>
/// <param name="Sizes">Of a page's objects.</param>
/// <param name="Kept">Pages, each with how long it took and its objects' times since it was begun, in nanoseconds.</param>
internal sealed record PageReadings(
    long? RoundTrip, int? Predicted, IReadOnlyList<int> Sizes, IReadOnlyList<(long Took, ObjectTimes[] Objects)> Kept)
{
    private const int Each = 3;

    /// <summary>The measurement with the figures of the kind and the page that is shown.</summary>
    public Measurement Tell(Measurement measurement) => measurement with
    {
        Waterfall = Middle(),
        Figures = Figures(HistogramText.Decode(measurement.Service!)),
        Unmerged = null,
    };

    /// <summary>As they travel.</summary>
    public string Encode() => UnmergedNumbers.Encode(
    [
        RoundTrip ?? 0,
        Predicted ?? 0,
        Sizes.Count,
        .. Sizes,
        .. Kept.SelectMany(page => page.Objects.SelectMany(one => new[] { one.Start, one.FirstByte, one.End }).Prepend(page.Took)),
    ]);

    /// <summary>Those of all; what their connections predict unlike each other is not told.</summary>
    /// <param name="clients">Of each client process, of pages of the same objects.</param>
    public static PageReadings PutTogether(IReadOnlyList<string> clients)
    {
        var all = clients.Select(Decode).ToList();
        return all[0] with
        {
            RoundTrip = all.Min(one => one.RoundTrip),
            Predicted = all.Select(one => one.Predicted).Distinct().ToList() is [var same] ? same : null,
            Kept = [.. all.SelectMany(one => one.Kept)],
        };
    }

    private static PageReadings Decode(string text)
    {
        var numbers = UnmergedNumbers.Decode(text);
        var count = (int)numbers[2];
        return new PageReadings(
            numbers[0] > 0 ? numbers[0] : null,
            numbers[1] > 0 ? (int)numbers[1] : null,
            [.. numbers.Skip(3).Take(count).Select(size => (int)size)],
            [
                .. numbers.Skip(3 + count).Chunk(1 + (Each * count)).Select(page =>
                    (page[0], page.Skip(1).Chunk(Each).Select(one => new ObjectTimes(one[0], one[1], one[2])).ToArray())),
            ]);
    }

    private Dictionary<string, double>? Figures(LatencyHistogram service)
    {
        if (RoundTrip is not > 0 || service.Count == 0)
        {
            return null;
        }

        var figures = new Dictionary<string, double>
        {
            [PageKind.Taken] = Math.Round((double)service.ValueAtQuantile(0.5) / RoundTrip.Value, 2),
        };
        if (Predicted is { } predicted)
        {
            figures[PageKind.Predicted] = predicted;
        }

        return figures;
    }

    private IReadOnlyList<LoadedObject>? Middle()
    {
        if (Kept.Count == 0)
        {
            return null;
        }

        var (_, times) = Kept.OrderBy(page => page.Took).ElementAt(Kept.Count / 2);
        return [.. times.Select((one, i) => new LoadedObject(Sizes[i], Rounded(one.Start), Rounded(one.FirstByte), Rounded(one.End)))];

        static double Rounded(long nanoseconds) => Math.Round(nanoseconds / 1e3, 1);
    }
}
