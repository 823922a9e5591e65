using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Figures;

/// <summary>
/// How a trial went on: the receiver's rate of bulk transfers, the rate of open loops, and the mean latency of closed loops. Each arm's
/// middle trial is bold, its others faint; warm-up is shaded.
/// </summary>
internal static class SeriesCharts
{
    /// <summary>More faint lines than this hide each other.</summary>
    private const int MostLines = 24;

    /// <summary>Exchanges a point stands for at least: fewer would draw the counting, not the rate.</summary>
    private const double ExchangesPerPoint = 20;

    private const int MostPoints = 60;

    public static IEnumerable<ReportChart> Of(
        IReadOnlyList<ReportPanel> panels, Palette palette, ChartSize size) => panels.Where(IsShown).Select(panel =>
        new ReportChart(Build(panel, palette) with { Width = size.Width, Height = size.Height }, HowToRead(panel), panel));

    /// <summary>Is there anything over time, here or in <see cref="IntervalCharts"/>?</summary>
    public static bool Has(WorkloadFamily family) => family.Panels.Any(panel => HasSeries(panel) || IntervalCharts.Has(panel));

    // A mean hides what percentiles of the same stretches show.
    private static bool IsShown(ReportPanel panel) =>
        HasSeries(panel) && !(Kind(panel) is SeriesKind.Latency && IntervalCharts.Has(panel));

    private static bool HasSeries(ReportPanel panel) =>
        panel.Load.Cells.Any(cell => cell.Succeeded.Any(trial => trial.Measurement!.Series.Count > 1));

    private static string HowToRead(ReportPanel panel) => Kind(panel) switch
    {
        SeriesKind.Latency =>
            "Level is steady. Mean latency over stretches of at least 20 exchanges, as exchanges in flight ÷ rate (Little's law). ",
        SeriesKind.Goodput => "Higher is better, and level is better than ragged. ",
        _ => "Level is steady. ",
    } + "Bold is each arm's middle trial; the shaded stretch is warm-up, which is not measured.";

    private static Chart Build(ReportPanel panel, Palette palette)
    {
        var kind = Kind(panel);
        var measured = panel.Load.Cells.Where(cell => cell.Succeeded.Any(trial => trial.Measurement!.Series.Count > 1)).ToList();
        var faint = measured.Sum(cell => cell.Succeeded.Count) <= MostLines ? measured.SelectMany(cell => Faint(cell, kind, palette)) : [];
        var lines = faint.Concat(measured.Select(cell => Line(cell, Middle(cell), kind, palette) with { Label = cell.Arm })).ToList();
        var points = lines.SelectMany(line => line.Points).ToList();
        var values = points.Select(point => point.Y).Where(double.IsFinite);
        var (what, quantity) = Axis(kind);
        var seconds = LinearScale.Over(points.Select(point => point.X));
        return new Chart
        {
            Id = panel.Id + "-time",
            Title = $"{char.ToUpperInvariant(what[0])}{what[1..]} over time: {panel.Title}",
            Description = string.Join(" ", measured.Select(cell => Words(cell, kind))),
            EmptyText = "No succeeded trial recorded its rate over time.",
            X = new Axis(seconds, "seconds since the measuring window began", Quantity.Seconds),
            Y = kind is SeriesKind.Latency
                ? new Axis(LogScale.Over(values), $"{what}, log scale", quantity)
                : new Axis(LinearScale.FromZero(values), what, quantity),
            Marks =
            [
                new ShadeMark { Style = Palette.Neutral, From = points.Select(point => point.X).DefaultIfEmpty(0).Min(), To = 0 },
                .. lines,
            ],
        };
    }

    private static SeriesKind Kind(ReportPanel panel) => panel switch
    {
        { Workload.IsBulk: true } => SeriesKind.Goodput,
        { Load.Load.Loop: LoopKind.Open } => SeriesKind.Throughput,
        _ => SeriesKind.Latency,
    };

    private static (string What, Quantity Quantity) Axis(SeriesKind kind) => kind switch
    {
        SeriesKind.Goodput => ("goodput", Quantity.BytesPerSecond),
        SeriesKind.Throughput => ("throughput", Quantity.PerSecond),
        _ => ("mean latency", Quantity.Microseconds),
    };

    private static IEnumerable<LineMark> Faint(CellSummary cell, SeriesKind kind, Palette palette) =>
        cell.Succeeded.Where(trial => trial != Middle(cell)).Select(trial => Line(cell, trial, kind, palette) with { Faint = true });

    /// <summary>The trial whose rate is in the middle.</summary>
    public static TrialResult Middle(CellSummary cell) => cell.Succeeded
        .OrderBy(trial => trial.Measurement!.GoodputBytesPerSecond ?? trial.Measurement.AchievedRate)
        .ThenBy(trial => trial.Number)
        .ElementAt((cell.Succeeded.Count - 1) / 2);

    private static LineMark Line(CellSummary cell, TrialResult trial, SeriesKind kind, Palette palette)
    {
        var series = trial.Measurement!.Series.OrderBy(sample => sample.Second).ToList();
        return new LineMark
        {
            Style = palette[cell.Arm],
            Points =
            [
                .. WholeTrial.Merge(series, kind is SeriesKind.Goodput ? 0 : ExchangesPerPoint, MostPoints)
                    .Select(sample => new ChartPoint(sample.Second, Value(sample, cell, kind)) { Marked = false }),
            ],
        };
    }

    private static double Value(RateSample sample, CellSummary cell, SeriesKind kind) =>
        kind is not SeriesKind.Latency ? sample.Rate : sample.Rate > 0 ? cell.Cell.Load.InFlight * 1e6 / sample.Rate : double.NaN;

    private static string Words(CellSummary cell, SeriesKind kind) => kind switch
    {
        SeriesKind.Goodput => $"{cell.Arm}: {cell[Metrics.Goodput]?.Text ?? "n/a"} over the window.",
        _ => $"{cell.Arm}: {cell[Metrics.Throughput]?.Text ?? "n/a"} over the window.",
    };

    private enum SeriesKind
    {
        Goodput,
        Throughput,
        Latency,
    }
}
