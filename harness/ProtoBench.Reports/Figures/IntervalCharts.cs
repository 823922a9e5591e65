using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Figures;

/// <summary>
/// Latency over time as a percentile of each stretch, and each arm's slowest exchange where it was: a mean over time would have hidden
/// both.
/// </summary>
internal static class IntervalCharts
{
    /// <summary>More faint lines than this hide each other.</summary>
    private const int MostLines = 24;

    private static readonly (string Name, Func<LatencyInterval, double?> Read)[] Percentiles =
        [("p99", interval => interval.P99), ("p90", interval => interval.P90), ("p50", interval => interval.P50)];

    /// <summary>Did any trial that counts record its latencies over time?</summary>
    public static bool Has(ReportPanel panel) => panel.Load.Cells.Any(cell => cell.Succeeded.Any(Has));

    public static IEnumerable<ReportChart> Of(IReadOnlyList<ReportPanel> panels, Palette palette, ChartSize size) =>
        panels.Where(Has).Select(panel => new ReportChart(
            Build(panel, palette) with { Width = size.Width, Height = size.Height },
            "Lower is better, and level is steady. Percentile of each stretch of the window; bold is each arm's middle trial. "
                + "The marker is the slowest exchange of all its trials, where it began.",
            panel));

    private static bool Has(TrialResult trial) => trial.Measurement?.Intervals is { Count: > 0 };

    private static Chart Build(ReportPanel panel, Palette palette)
    {
        var cells = panel.Load.Cells.Where(cell => cell.Succeeded.Any(Has)).ToList();
        var (name, read) = Percentile(cells);
        var faint = cells.Sum(cell => cell.Succeeded.Count) <= MostLines
            ? cells.SelectMany(cell => cell.Succeeded.Where(trial => trial != Bold(cell)).Select(trial =>
                Line(trial, read, palette[cell.Arm]) with { Faint = true }))
            : [];
        var lines = faint.Concat(cells.Select(cell => Line(Bold(cell), read, palette[cell.Arm]) with { Label = cell.Arm })).ToList();
        var worst = cells.Select(cell => Stall.Longest([cell])).OfType<Stall>().ToList();
        var points = lines.SelectMany(line => line.Points).ToList();
        return new Chart
        {
            Id = panel.Id + "-intervals",
            Title = $"{name} over time: {panel.Title}",
            Description = string.Join(" ", worst.Select(Words)),
            EmptyText = "No succeeded trial recorded its latencies over time.",
            X = new Axis(
                LinearScale.Over(points.Select(point => point.X).Concat(worst.Select(stall => stall.Second)).Append(0)),
                "seconds since the measuring window began",
                Quantity.Seconds),
            Y = new Axis(
                LogScale.Over(points.Select(point => point.Y).Concat(worst.Select(stall => stall.Microseconds))),
                $"{name} of each stretch, {LoadText.LatencyKind(panel.Load.Load.Loop)}, log scale",
                Quantity.Microseconds),
            Marks = [.. lines, .. worst.Select(stall => Mark(stall, palette[stall.Cell.Arm]))],
        };
    }

    // The highest that most stretches have; the same for all arms, or they could not be compared.
    private static (string Name, Func<LatencyInterval, double?> Read) Percentile(List<CellSummary> cells)
    {
        var intervals = cells.SelectMany(cell => Bold(cell).Measurement!.Intervals ?? []).ToList();
        var found = Percentiles.FirstOrDefault(one => 2 * intervals.Count(interval => one.Read(interval) is not null) >= intervals.Count);
        return found.Read is null ? ("slowest", interval => interval.Maximum) : found;
    }

    private static TrialResult Bold(CellSummary cell) =>
        SeriesCharts.Middle(cell) is var middle && Has(middle) ? middle : cell.Succeeded.First(Has);

    private static LineMark Line(TrialResult trial, Func<LatencyInterval, double?> read, SeriesStyle style) => new()
    {
        Style = style,
        Points =
        [
            .. (trial.Measurement?.Intervals ?? []).Select(interval =>
                new ChartPoint((interval.From + interval.To) / 2, read(interval) ?? double.NaN) { Marked = false }),
        ],
    };

    private static LineMark Mark(Stall stall, SeriesStyle style) => new()
    {
        Style = style,
        Points =
        [
            new ChartPoint(stall.Second, stall.Microseconds)
            {
                Hollow = true,
                Tip = $"{stall.Cell.Arm}, trial {stall.Trial.Number}\n"
                    + $"slowest exchange {NumberText.Of(stall.Microseconds, Quantity.Microseconds)}\n"
                    + $"began {NumberText.Of(stall.Second * 1e6, Quantity.Microseconds)} into the window",
            },
        ],
    };

    private static string Words(Stall stall) =>
        $"{stall.Cell.Arm}: slowest exchange {NumberText.Of(stall.Microseconds, Quantity.Microseconds)} in trial {stall.Trial.Number}.";
}
