using ProtoBench.Charts;

namespace ProtoBench.Reports;

/// <summary>Bars of throughput or goodput with their intervals: one chart per load point, one row per arm.</summary>
internal static class RateCharts
{
    private const double RowHeight = 28;

    public static IEnumerable<ReportChart> Of(WorkloadSummary workload, Palette palette)
    {
        var metric = workload.IsBulk ? Metrics.Goodput : Metrics.Throughput;
        var what = workload.IsBulk ? "Goodput" : "Throughput";
        var read = "Longer is better. The bar is the trials' centre, the thin line its 95 % interval over trials; without a line there was one trial. "
            + IntervalRange.Note;
        return workload.Loads.Select((load, index) => new ReportChart(
            Build(load, metric, palette, $"{workload.Anchor}-rate-{index + 1}", $"{what}: {workload.Title}, {load.Title}"), read));
    }

    private static Chart Build(LoadSummary load, Metric metric, Palette palette, string id, string title) => new()
    {
        Id = id,
        Title = title,
        Description = string.Join(
            " ",
            load.Cells.Select(cell => cell[metric] is { } figure ? $"{cell.Arm}: {figure.Text}." : $"{cell.Arm}: {CellText.Short(cell)}.")),
        EmptyText = "No arm has a valid trial at this load, so there is nothing to compare.",
        X = new Axis(
            LinearScale.FromZero(IntervalRange.FromZero(load.Cells.Select(cell => cell[metric]).OfType<Figure>())),
            metric.Title,
            metric.Quantity),
        Y = new Axis(new BandScale([.. load.Cells.Select(cell => cell.Arm)]), "", Quantity.Count),
        Marks = [.. load.Cells.Select((cell, row) => Row(cell, metric, palette[cell.Arm], row))],
        Height = 58 + (RowHeight * load.Cells.Count),
    };

    private static Mark Row(CellSummary cell, Metric metric, SeriesStyle style, int row) => cell[metric] is { } figure
        ? new BarMark { Style = style, Category = row, Value = figure.Centre, Low = figure.Low, High = figure.High, Text = figure.Text }
        : new NoteMark { Style = Palette.Neutral, Category = row, Text = CellText.Short(cell) };
}
