using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Figures;

/// <summary>
/// Bars of throughput or goodput, and of what only the workload's kind has, with their intervals: one chart per load point, one row per
/// arm.
/// </summary>
internal static class RateCharts
{
    /// <summary>How the ids of these charts end.</summary>
    public const string IdEnding = "-rate";

    private const double RowHeight = 28;

    public static IEnumerable<ReportChart> Of(IReadOnlyList<ReportPanel> panels, Palette palette, ChartSize size)
    {
        var metric = panels[0].Workload.IsBulk ? Metrics.Goodput : Metrics.Throughput;
        return Metrics.Own(panels[0].Workload.Workload).Where(own => !own.Aside).Prepend(metric).SelectMany(
            one => panels.Where(panel => !one.IsGivenBy(panel.Load.Load)).Select(panel => Of(panel, one, metric, palette, size)));
    }

    /// <summary>Is there a rate that was found out and not asked for?</summary>
    public static bool Shows(ReportPanel panel) =>
        (panel.Workload.IsBulk ? Metrics.Goodput : Metrics.Throughput) is var main
            && Metrics.Own(panel.Workload.Workload).Prepend(main).Any(metric => !metric.IsGivenBy(panel.Load.Load));

    private static ReportChart Of(ReportPanel panel, Metric metric, Metric main, Palette palette, ChartSize size)
    {
        var chart = Build(panel, metric, palette) with { Width = size.Width };
        return new ReportChart(
            metric == main ? chart : chart with { Id = $"{panel.Id}-{metric.Key}" },
            Reading(metric) + "The bar is the trials' centre, the thin line its 95 % interval over trials; without a line there "
                + "was one trial. "
                + IntervalRange.Note,
            panel,
            metric);
    }

    private static string Reading(Metric metric) => metric.LowerIsBetter ? "Shorter is better. " : "Longer is better. ";

    private static Chart Build(ReportPanel panel, Metric metric, Palette palette) => new()
    {
        Id = panel.Id + IdEnding,
        Title = $"{metric.Heading}: {panel.Title}",
        Description = string.Join(
            " ",
            panel.Load.Cells.Select(cell => $"{cell.Arm}: {cell[metric]?.Text ?? CellText.Short(cell)}.")),
        EmptyText = "No arm has a valid trial at this load, so there is nothing to compare.",
        X = new Axis(
            LinearScale.FromZero(IntervalRange.FromZero(panel.Load.Cells.Select(cell => cell[metric]).OfType<Figure>())),
            metric.Title,
            metric.Quantity),
        Y = new Axis(new BandScale([.. panel.Load.Cells.Select(cell => cell.Arm)]), "", Quantity.Count),
        Marks = [.. panel.Load.Cells.Select((cell, row) => Row(cell, metric, palette[cell.Arm], row))],
        Height = 58 + (RowHeight * panel.Load.Cells.Count),
    };

    private static Mark Row(CellSummary cell, Metric metric, SeriesStyle style, int row) => cell[metric] is { } figure
        ? new BarMark
        {
            Style = style,
            Category = row,
            Value = figure.Centre,
            Low = figure.Low,
            High = figure.High,
            Text = figure.Text,
            Tip = FigureTip.Of(cell.Arm, figure),
        }
        : new NoteMark { Style = Palette.Neutral, Category = row, Text = CellText.Short(cell) };
}
