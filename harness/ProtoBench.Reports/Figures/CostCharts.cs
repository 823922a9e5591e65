using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Figures;

/// <summary>
/// What an exchange (or a MiB) costs: processor time, allocation, memory and bytes on the wire; a row per arm, one dot per side.
/// </summary>
internal static class CostCharts
{
    private const double RowHeight = 28;

    private const string TwoSides =
        "Further left is better. Filled circle the client, open square the server; lines are 95 % intervals over trials. ";

    /// <summary>Processor time of both processes.</summary>
    public static IEnumerable<ReportChart> Cpu(IReadOnlyList<ReportPanel> panels, Palette palette, ChartSize size) => Of(
        panels, palette, size, "cpu", $"CPU per {Unit(panels)}", TwoSides
            + "Time of all threads, user and kernel. ", Metrics.ClientCpu, Metrics.ServerCpu);

    /// <summary>Managed heap allocations of both processes.</summary>
    public static IEnumerable<ReportChart> Allocation(IReadOnlyList<ReportPanel> panels, Palette palette, ChartSize size) => Of(
        panels,
        palette,
        size,
        "allocated",
        $"Allocated per {Unit(panels)}",
        TwoSides + "Bytes on the managed heap. ",
        Metrics.ClientAllocated,
        Metrics.ServerAllocated);

    /// <summary>Largest resident set of both processes.</summary>
    public static IEnumerable<ReportChart> Memory(IReadOnlyList<ReportPanel> panels, Palette palette, ChartSize size) => Of(
        panels, palette, size, "memory", "Peak memory", TwoSides
            + "Largest resident set of each process's life. ", Metrics.ClientPeak, Metrics.ServerPeak);

    /// <summary>What the emulated link carried; empty where no trial has a link that counted.</summary>
    public static IEnumerable<ReportChart> Wire(IReadOnlyList<ReportPanel> panels, Palette palette, ChartSize size) => Of(
        [.. panels.Where(panel => panel.Load.Cells.Any(cell => cell[Metrics.Wire] is not null))],
        palette,
        size,
        "wire",
        $"Bytes on the wire per {Unit(panels)}",
        "Further left is better. IP packets both ways, with headers, acknowledgements and retransmissions, over the whole trial with "
            + "its connecting "
            + "and warm-up; lines are 95 % intervals over trials. ",
        Metrics.Wire);

    private static string Unit(IReadOnlyList<ReportPanel> panels) => Metrics.CostUnit(panels[0].Workload.Workload);

    private static IEnumerable<ReportChart> Of(
        IReadOnlyList<ReportPanel> panels, Palette palette, ChartSize size, string id, string title, string read, params Metric[] sides) =>
        panels.Select(panel => new ReportChart(
            Build(panel, palette, id, title, sides) with { Width = size.Width }, read + IntervalRange.Note, panel));

    private static Chart Build(ReportPanel panel, Palette palette, string id, string title, Metric[] sides)
    {
        var cells = panel.Load.Cells;
        var figures = cells.SelectMany(cell => sides.Select(side => cell[side])).OfType<Figure>();
        return new Chart
        {
            Id = $"{panel.Id}-{id}",
            Title = $"{title}: {panel.Title}",
            Description = string.Join(" ", cells.Where(cell => cell.State is CellState.Measured).Select(cell => Words(cell, sides))),
            EmptyText = "No arm has a valid trial at this load, so there is no cost to show.",
            X = new Axis(LinearScale.FromZero(IntervalRange.FromZero(figures)), title, sides[0].Quantity),
            Y = new Axis(new BandScale([.. cells.Select(cell => cell.Arm)]), "", Quantity.Count),
            Marks = [.. cells.SelectMany((cell, row) => Row(cell, sides, palette[cell.Arm], row))],
            Height = 58 + (RowHeight * cells.Count),
        };
    }

    // The first side comes last, on top.
    private static IEnumerable<Mark> Row(CellSummary cell, Metric[] sides, SeriesStyle style, int row)
    {
        if (sides.All(side => cell[side] is null))
        {
            yield return new NoteMark { Style = Palette.Neutral, Category = row, Text = CellText.Short(cell) };
        }

        for (var side = sides.Length - 1; side >= 0; side--)
        {
            if (cell[sides[side]] is { } figure)
            {
                yield return new DotMark
                {
                    Style = style,
                    Category = row,
                    Value = figure.Centre,
                    Low = figure.Low,
                    High = figure.High,
                    Shape = side == 0 ? MarkerShape.Circle : MarkerShape.Square,
                    Hollow = side > 0,
                    Tip = FigureTip.Of(cell.Arm, figure),
                };
            }
        }
    }

    private static string Words(CellSummary cell, Metric[] sides) =>
        $"{cell.Arm}: {string.Join(", ", sides.Select(side => $"{side.Title} {cell[side]?.Text ?? "n/a"}"))}.";
}
