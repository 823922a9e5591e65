using ProtoBench.Charts;
using ProtoBench.Measurements;
using ProtoBench.Results;

namespace ProtoBench.Reports;

/// <summary>The receiver's rate over time of bulk transfers: every trial faint, each arm's middle trial bold.</summary>
internal static class SeriesCharts
{
    public static IEnumerable<ReportChart> Of(WorkloadSummary workload, Palette palette) => !workload.IsBulk
        ? []
        : workload.Loads.Select((load, index) => new ReportChart(
            Build(load, palette, $"{workload.Anchor}-time-{index + 1}", $"Goodput over time: {workload.Title}, {load.Title}"),
            "Higher is better, and level is better than ragged. Bold is each arm's middle trial, faint are its others; left of "
                + "zero is warm-up, which is not measured."));

    private static Chart Build(LoadSummary load, Palette palette, string id, string title)
    {
        var measured = load.Cells.Where(cell => cell.State is CellState.Measured).ToList();
        var marks = measured
            .SelectMany(cell => Faint(cell, palette[cell.Arm]))
            .Concat(measured.SelectMany(cell => Bold(cell, palette[cell.Arm])))
            .ToList();
        var samples = marks.SelectMany(line => line.Points).ToList();
        return new Chart
        {
            Id = id,
            Title = title,
            Description = string.Join(" ", measured.Select(cell => $"{cell.Arm}: {cell[Metrics.Goodput]?.Text ?? "n/a"} over the window.")),
            EmptyText = "No succeeded trial recorded its rate over time.",
            X = new Axis(
                LinearScale.Over(samples.Select(sample => sample.X)), "seconds since the measuring window began", Quantity.Seconds),
            Y = new Axis(LinearScale.FromZero(samples.Select(sample => sample.Y)), "goodput", Quantity.BytesPerSecond),
            Marks = [.. marks, new RuleMark { Style = Palette.Neutral, X = 0, Label = "window" }],
        };
    }

    private static IEnumerable<LineMark> Faint(CellSummary cell, SeriesStyle style) =>
        cell.Succeeded.Where(trial => trial != Middle(cell)).Select(trial => Line(trial, style) with { Faint = true });

    private static IEnumerable<LineMark> Bold(CellSummary cell, SeriesStyle style) => [Line(Middle(cell), style) with { Label = cell.Arm }];

    private static TrialResult Middle(CellSummary cell) =>
        cell.Succeeded.OrderBy(trial => trial.Measurement!.GoodputBytesPerSecond).ElementAt((cell.Succeeded.Count - 1) / 2);

    private static LineMark Line(TrialResult trial, SeriesStyle style) => new()
    {
        Style = style,
        Points = [.. trial.Measurement!.Series.OrderBy(sample => sample.Second).Select(Point)],
    };

    private static ChartPoint Point(RateSample sample) => new(sample.Second, sample.Rate) { Marked = false };
}
