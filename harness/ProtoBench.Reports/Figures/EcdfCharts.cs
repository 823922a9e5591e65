using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Figures;

/// <summary>
/// The share of exchanges that a latency was enough for. Shows the body of a distribution (two humps are two ways through the stack),
/// where the percentile plot shows its tail.
/// </summary>
internal static class EcdfCharts
{
    // Every fortieth of the exchanges: steps below that are not seen at this size.
    private static readonly double[] Shares = [.. Enumerable.Range(0, 41).Select(i => Math.Min(i / 40.0, 0.99))];

    public static IEnumerable<ReportChart> Of(IReadOnlyList<ReportPanel> panels, Palette palette, ChartSize size) =>
        panels.Where(panel => !panel.Workload.IsBulk).Select(panel => new ReportChart(
            Build(panel, palette) with { Width = size.Width, Height = size.Height },
            "Further left is better. At a latency, a line shows what share of the exchanges took no longer. All succeeded trials are "
                + "added up; "
                + "the slowest hundredth is left to the percentile plot.",
            panel));

    private static Chart Build(ReportPanel panel, Palette palette)
    {
        var lines =
            panel.Load.Cells.Where(cell => cell.Latency is { Count: >= 100 }).Select(cell => Line(cell, palette[cell.Arm])).ToList();
        return new Chart
        {
            Id = panel.Id + "-ecdf",
            Title = $"Share of exchanges by latency: {panel.Title}",
            Description = string.Join(" ", lines.Select(line => Words(line))),
            EmptyText = "No arm has 100 valid samples at this load, so there is no distribution to draw.",
            X = new Axis(
                LogScale.Over(lines.SelectMany(line => line.Points).Select(point => point.X)), "latency, log scale", Quantity.Microseconds),
            Y = new Axis(new LinearScale(0, 1), "% of exchanges", Quantity.Percentile),
            Marks = lines,
        };
    }

    private static LineMark Line(CellSummary cell, SeriesStyle style)
    {
        var values = cell.Latency!.Quantiles(Shares);
        return new LineMark
        {
            Style = style,
            Label = cell.Arm,
            Points = [.. Shares.Select((share, i) => new ChartPoint(values[i] / 1e3, share) { Marked = false })],
        };
    }

    private static string Words(LineMark line) =>
        $"{line.Label}: half within {NumberText.Of(line.Points[20].X, Quantity.Microseconds)}, 99 % within "
            + $"{NumberText.Of(line.Points[^1].X, Quantity.Microseconds)}.";
}
