using ProtoBench.Charts;

namespace ProtoBench.Reports;

/// <summary>One small chart per link: every arm's median and tail, or its goodput, read alike from link to link.</summary>
internal static class LinkCharts
{
    private const double RowHeight = 28;

    /// <param name="family">The same workload over several links.</param>
    /// <param name="palette">Styles of the arms.</param>
    public static IEnumerable<ReportChart> Of(IReadOnlyList<WorkloadSummary> family, Palette palette)
    {
        var how = family[0].IsBulk
            ? "Further right is better. Lines are 95 % intervals over trials. Each link has a scale of its own."
            : "Further left is better, on a logarithmic axis. Filled circle the median, open square p99 where there are samples enough; "
                + "lines are 95 % intervals over trials. Each link has a scale of its own.";
        return family.SelectMany(workload => workload.Loads.Select((load, index) => new ReportChart(
            Build(workload, load, palette, $"{workload.Anchor}-link-{index + 1}"), how)));
    }

    private static Chart Build(WorkloadSummary workload, LoadSummary load, Palette palette, string id)
    {
        var metrics = Shown(workload);
        var values = load.Cells.SelectMany(cell => metrics.Select(metric => cell[metric])).OfType<Figure>()
            .SelectMany(figure => (double[])[figure.Low ?? figure.Centre, figure.Centre, figure.High ?? figure.Centre]).ToList();
        return new Chart
        {
            Id = id,
            Title = $"{workload.Link}: {workload.Workload.Name}, {load.Title}",
            Description = string.Join(" ", load.Cells.Select(cell => Words(cell, metrics))),
            EmptyText = "No arm has a valid trial on this link.",
            X = workload.IsBulk
                ? new Axis(LinearScale.FromZero(values), "goodput", Quantity.BytesPerSecond)
                : new Axis(LogScale.Over(values), "latency", Quantity.Microseconds),
            Y = new Axis(new BandScale([.. load.Cells.Select(cell => cell.Arm)]), "", Quantity.Count),
            Marks = [.. load.Cells.SelectMany((cell, row) => Row(cell, metrics, palette[cell.Arm], row))],
            Height = 58 + (RowHeight * load.Cells.Count),
        };
    }

    private static IReadOnlyList<Metric> Shown(WorkloadSummary workload) => workload.IsBulk ? [Metrics.Goodput] : [Metrics.P50, Metrics.P99];

    private static IEnumerable<Mark> Row(CellSummary cell, IReadOnlyList<Metric> metrics, SeriesStyle style, int row)
    {
        if (metrics.All(metric => cell[metric] is null))
        {
            yield return new NoteMark { Style = Palette.Neutral, Category = row, Text = CellText.Short(cell) };
        }

        // The median is drawn last, on top.
        for (var index = metrics.Count - 1; index >= 0; index--)
        {
            if (cell[metrics[index]] is { } figure)
            {
                yield return new DotMark
                {
                    Style = style,
                    Category = row,
                    Value = figure.Centre,
                    Low = figure.Low,
                    High = figure.High,
                    Shape = index == 0 ? MarkerShape.Circle : MarkerShape.Square,
                    Hollow = index > 0,
                };
            }
        }
    }

    private static string Words(CellSummary cell, IReadOnlyList<Metric> metrics) =>
        $"{cell.Arm}: {string.Join(", ", metrics.Select(metric => $"{metric.Key} {cell[metric]?.Text ?? "n/a"}"))}.";
}
