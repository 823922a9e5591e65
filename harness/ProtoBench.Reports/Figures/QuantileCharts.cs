using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Figures;

/// <summary>Dumbbells: a row per arm with its median and tail percentiles, each with its interval over trials.</summary>
internal static class QuantileCharts
{
    /// <summary>How the ids of these charts end.</summary>
    public const string IdEnding = "-quantiles";

    private const double RowHeight = 28;

    private static readonly (Metric Metric, MarkerShape Shape, bool Hollow)[] Shown =
    [
        (Metrics.P999, MarkerShape.Diamond, true), (Metrics.P99, MarkerShape.Circle, true), (Metrics.P50, MarkerShape.Circle, false),
    ];

    public static IEnumerable<ReportChart> Of(IReadOnlyList<ReportPanel> panels, Palette palette, ChartSize size) =>
        panels.Where(panel => !panel.Workload.IsBulk).Select(panel => new ReportChart(
            Build(panel, panels.Count == 1 ? ArmOrder.Of(panel.Load.Cells, Metrics.P50) : panel.Load.Cells, palette) with
            {
                Width = size.Width,
            },
            "Further left is better, and close together is steady. Filled circle the median, ring p99, diamond p99.9 where there are "
                + "samples "
                + "enough; lines are 95 % intervals over trials. " + IntervalRange.Note,
            panel));

    private static Chart Build(ReportPanel panel, IReadOnlyList<CellSummary> cells, Palette palette)
    {
        var figures = cells.SelectMany(cell => Shown.Select(shown => cell[shown.Metric])).OfType<Figure>();
        return new Chart
        {
            Id = panel.Id + IdEnding,
            Title = $"Median and tail: {panel.Title}",
            Description = string.Join(" ", cells.Select(Words)),
            EmptyText = "No arm has a valid trial here.",
            X = new Axis(
                LogScale.Over(IntervalRange.Logarithmic(figures.Select(figure => (figure.Centre, figure.Low, figure.High)))),
                $"{LoadText.LatencyKind(panel.Load.Load.Loop)}, log scale",
                Quantity.Microseconds),
            Y = new Axis(new BandScale([.. cells.Select(cell => cell.Arm)]), "", Quantity.Count),
            Marks = [.. cells.SelectMany((cell, row) => Row(cell, palette[cell.Arm], row))],
            Height = 58 + (RowHeight * cells.Count),
        };
    }

    private static IEnumerable<Mark> Row(CellSummary cell, SeriesStyle style, int row)
    {
        if (Shown.All(shown => cell[shown.Metric] is null))
        {
            yield return new NoteMark { Style = Palette.Neutral, Category = row, Text = CellText.Short(cell) };
        }

        // The median comes last, on top.
        foreach (var (metric, shape, hollow) in Shown)
        {
            if (cell[metric] is { } figure)
            {
                yield return new DotMark
                {
                    Style = style,
                    Category = row,
                    Value = figure.Centre,
                    Low = figure.Low,
                    High = figure.High,
                    Shape = shape,
                    Hollow = hollow,
                    Tip = FigureTip.Of(cell.Arm, figure),
                };
            }
        }
    }

    private static string Words(CellSummary cell) =>
        $"{cell.Arm}: {string.Join(", ", Shown.Reverse().Select(shown => $"{shown.Metric.Key} {cell[shown.Metric]?.Text ?? "n/a"}"))}.";
}
