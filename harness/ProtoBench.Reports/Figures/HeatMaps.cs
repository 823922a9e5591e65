using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Figures;

/// <summary>
/// Time against latency, as a map of one trial: that with the slowest exchange of its load point. Percentiles of a stretch cannot show
/// whether one exchange was late or a tenth of them; a map does, with what is known to have happened beside it.
/// </summary>
internal static class HeatMaps
{
    /// <summary>Maps of one family of workloads: each is some ten kilobytes of a page, and one looks at the worst.</summary>
    private const int MostMaps = 2;

    // Shares of a stretch's exchanges from which a cell is drawn darker.
    private static readonly double[] Levels = [0, 0.01, 0.05, 0.2, 0.5];


    /// <summary>Of the panels with the slowest exchanges, in the panels' order.</summary>
    public static IEnumerable<ReportChart> Of(IReadOnlyList<ReportPanel> panels, Palette palette, ChartSize size)
    {
        var shown = panels.Select(panel => (Panel: panel, Stall: Shown(panel.Load)))
            .Where(one => one.Stall is not null)
            .OrderByDescending(one => one.Stall!.Microseconds)
            .Take(MostMaps)
            .ToList();
        return from panel in panels
               from one in shown
               where one.Panel == panel
               select new ReportChart(
                   Build(panel, one.Stall!, palette) with { Width = size.Width, Height = size.Height },
                   "Each column is a stretch of the window, each row a band of latency; the darker, the larger its share of the stretch's "
                       + "exchanges, from one of them to half. Above: what the sides and the link are known to have done, within 0.1 s.",
                   panel);
    }

    /// <summary>The trial of a load point that is shown, with its slowest exchange; null where none kept bands of latency.</summary>
    public static Stall? Shown(LoadSummary load) => Stall.Longest(
        load.Cells.Where(cell => cell.Succeeded.Any(Has)).ToList()) is { } stall && Has(stall.Trial) ? stall : null;

    private static bool Has(TrialResult trial) => trial.Measurement?.Intervals?.Any(interval => interval.Bands is not null) == true;

    private static Chart Build(ReportPanel panel, Stall stall, Palette palette)
    {
        var measurement = stall.Trial.Measurement!;
        var intervals = measurement.Intervals!.Where(interval => interval.Bands is not null).ToList();
        var decoded = intervals.Select(interval => (Interval: interval, Bands: LatencyBands.Decode(interval.Bands!))).ToList();
        var all = decoded.SelectMany(one => one.Bands.Select(band => band.Band)).DefaultIfEmpty(1).ToList();
        var (low, high) = (LatencyBands.LowOf(all.Min()), LatencyBands.LowOf(all.Max() + 1));
        var style = palette[stall.Cell.Arm];
        var end = intervals.Select(interval => interval.To).DefaultIfEmpty(measurement.WindowSeconds).Max();
        var rows = Happenings.Rows(measurement.Marks ?? [], high, Math.Pow(high / low, 0.07)).ToList();
        return new Chart
        {
            Id = panel.Id + "-map",
            Title = $"{stall.Cell.Arm}, trial {stall.Trial.Number}, time against latency: {panel.Title}",
            Description = Sentence(stall),
            EmptyText = "No succeeded trial kept its latencies over time in bands.",
            X = new Axis(
                LinearScale.Over([0, end]),
                "seconds since the measuring window began",
                Quantity.Seconds),
            Y = new Axis(
                LogScale.Over([low, rows.Count == 0 ? high : rows.Max(row => row.Points[0].Y) * 1.1]),
                $"{LoadText.LatencyKind(panel.Load.Load.Loop)}, log scale",
                Quantity.Microseconds),
            Marks =
            [
                .. Levels.Select((_, level) => new TilesMark { Style = style, Level = level, Tiles = Tiles(decoded, level) })
                    .Where(mark => mark.Tiles.Count > 0),
                .. rows,
            ],
        };
    }

    /// <summary>In words: the slowest exchange of the trial, how many were as slow, and what happened beside it.</summary>
    public static string Sentence(Stall stall)
    {
        var measurement = stall.Trial.Measurement!;
        var interval = measurement.Intervals!.MaxBy(one => one.Maximum)!;
        var median = interval.P50 is { } p50 ? $", half of them over {NumberText.Of(p50, Quantity.Microseconds)}" : "";
        var near = TimeMarks.Near(interval);
        var beside = Happenings.Told((measurement.Marks ?? []).Where(mark => TimeMarks.IsNear(mark, near))).ToList();
        return $"{stall.Cell.Arm}, trial {stall.Trial.Number}: the slowest exchange took "
            + $"{NumberText.Of(stall.Microseconds, Quantity.Microseconds)} and began "
            + $"{NumberText.Range(interval.From * 1e6, interval.To * 1e6, Quantity.Microseconds)} into the window, "
            + $"among {NumberText.Of(interval.Count, Quantity.Count)}{median}. "
            + (beside.Count == 0 ? "Nothing is known to have happened beside it." : $"Beside it: {string.Join(", ", beside)}.");
    }

    // Neighbouring cells of one band and one shade are one tile, which keeps a page small.
    private static List<Tile> Tiles(List<(LatencyInterval Interval, IReadOnlyList<(int Band, long Count)> Bands)> intervals, int level)
    {
        var tiles = new Dictionary<int, Tile>();
        var done = new List<Tile>();
        foreach (var (interval, bands) in intervals)
        {
            foreach (var band in bands.Where(band => LevelOf((double)band.Count / interval.Count) == level).Select(band => band.Band))
            {
                if (tiles.TryGetValue(band, out var open) && open.Right == interval.From)
                {
                    tiles[band] = open with { Right = interval.To };
                    continue;
                }

                if (open is not null)
                {
                    done.Add(open);
                }

                tiles[band] = new Tile(interval.From, interval.To, LatencyBands.LowOf(band), LatencyBands.LowOf(band + 1));
            }
        }

        return [.. done.Concat(tiles.OrderBy(tile => tile.Key).Select(tile => tile.Value))];
    }

    private static int LevelOf(double share) => Array.FindLastIndex(Levels, least => share >= least);
}
