using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Figures;

/// <summary>Objects that are loaded together, each a line from when it was asked for to its last byte: one chart an arm.</summary>
internal static class WaterfallCharts
{
    public static bool Has(ReportPanel panel) => panel.Load.Cells.Any(Has);

    public static IEnumerable<ReportChart> Of(IReadOnlyList<ReportPanel> panels, Palette palette, ChartSize size) =>
        from panel in panels
        let cells = panel.Load.Cells.Where(Has).ToList()
        where cells.Count > 0
        let end = cells.Max(cell => Shown(cell).Max(one => one.End))
        from cell in cells
        select new ReportChart(
            Build(panel, cell, end, palette[cell.Arm]) with { Width = size.Width, Height = size.Height },
            "Each line is an object, the first at the bottom: from when it was asked for, over its first byte (hollow), to its last. Of "
                + "the arm's middle trial, the one page that took the median. All arms of a workload have the same axis.",
            panel);

    /// <summary>In words, for one arm: <c>12 objects in 252 ms; the last was asked for after 85.0 ms</c>.</summary>
    public static string Words(CellSummary cell)
    {
        var objects = Shown(cell);
        return $"{Plural.Of(objects.Count, "object")} in {Time(objects.Max(one => one.End))}; the last was asked for after "
            + Time(objects.Max(one => one.Start));
    }

    public static bool Has(CellSummary cell) => cell.Succeeded.Any(trial => trial.Measurement?.Waterfall is { Count: > 0 });

    private static IReadOnlyList<LoadedObject> Shown(CellSummary cell) =>
        SeriesCharts.Middle(cell).Measurement?.Waterfall is { Count: > 0 } middle ? middle
            : cell.Succeeded.First(trial => trial.Measurement?.Waterfall is { Count: > 0 }).Measurement!.Waterfall!;

    private static Chart Build(ReportPanel panel, CellSummary cell, double end, SeriesStyle style)
    {
        var objects = Shown(cell);
        return new Chart
        {
            Id = $"{panel.Id}-waterfall-{cell.Arm}",
            Title = $"{cell.Arm}: {panel.Title}",
            Description = $"{cell.Arm}: {Words(cell)}.",
            EmptyText = "No succeeded trial kept the times of its objects.",
            X = new Axis(LinearScale.Over([0, end / 1e6]), "seconds since the page was begun", Quantity.Seconds),
            Y = new Axis(LinearScale.Over([0, objects.Count + 1]), "object, in the order of asking", Quantity.Count),
            Marks = [.. objects.Select((one, i) => Line(one, i + 1, style))],
        };
    }

    private static LineMark Line(LoadedObject one, int number, SeriesStyle style)
    {
        var tip = $"object {number}, {ByteText.Format(one.Bytes)}\nasked for at {Time(one.Start)}\nfirst byte at {Time(one.FirstByte)}\n"
            + $"last byte at {Time(one.End)}";
        return new LineMark
        {
            Style = style,
            Points =
            [
                new ChartPoint(one.Start / 1e6, number) { Marked = false },
                new ChartPoint(one.FirstByte / 1e6, number) { Hollow = true, Tip = tip },
                new ChartPoint(one.End / 1e6, number) { Marked = false },
            ],
        };
    }

    private static string Time(double microseconds) => NumberText.Of(microseconds, Quantity.Microseconds);
}
