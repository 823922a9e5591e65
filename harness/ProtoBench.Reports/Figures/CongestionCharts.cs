using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Figures;

/// <summary>
/// How congestion control moved over the window: congestion window and slow start threshold, the kernel's delivery rate and its smoothed
/// round trip. Of each arm, the busiest connection of its middle trial.
/// </summary>
internal static class CongestionCharts
{
    // Until its first loss a connection has a threshold far above what it uses, which would press the window to the ground.
    private const double HighestThreshold = 2;

    // The highest of one arm on a tenth of the picture can still be read.
    private const double MostFactor = 10;

    /// <summary>What one chart draws.</summary>
    private sealed record Drawn(
        string Id, string Title, Quantity Quantity, string HowToRead, Func<CongestionSeries, IEnumerable<double>> Of)
    {
        /// <summary>A pale line beside it, given the highest value of all lines; null: there is none, or of this series none.</summary>
        public Func<CongestionSeries, double, IEnumerable<double>?>? Pale { get; init; }

        public bool PaleInSteps { get; init; }
    }

    private static readonly Drawn[] All =
    [
        new(
            "cwnd",
            "congestion window, packets",
            Quantity.Count,
            "The window grows until packets are lost and is then cut, a saw-tooth; pale: the slow start threshold, which a loss sets.",
            series => series.Windows.Select(window => (double)window))
        {
            Pale = (series, most) => Thresholds(series, HighestThreshold * most),
            PaleInSteps = true,
        },
        new(
            "delivery",
            "delivery rate",
            Quantity.BytesPerSecond,
            "What the kernel of the sender found delivered, each time for about a round trip.",
            series => series.DeliveryRates.Select(rate => (double)rate)),
        new(
            "srtt",
            "smoothed round trip",
            Quantity.Microseconds,
            "As the sender's kernel has it (RFC 6298). It grows where packets wait in a queue; pale: with the mean "
                + "deviation of round trips on top.",
            series => series.RoundTripMicroseconds.Select(time => (double)time))
        {
            Pale = (series, _) => series.DeviationMicroseconds is { } deviations
                ? series.RoundTripMicroseconds.Zip(deviations, (time, deviation) => (double)time + deviation)
                : null,
        },
    ];

    public static IEnumerable<ReportChart> Of(IReadOnlyList<ReportPanel> panels, Palette palette, ChartSize size) =>
        from drawn in All
        from panel in panels
        where panel.Load.Cells.Any(cell => CongestionLines.Shown(cell) is not null)
        select new ReportChart(
            Build(panel, drawn, palette) with { Width = size.Width, Height = size.Height },
            drawn.HowToRead + " Each arm's busiest connection, in its middle trial.",
            panel);

    private static Chart Build(ReportPanel panel, Drawn drawn, Palette palette)
    {
        var cells = panel.Load.Cells.Select(cell => (Cell: cell, CongestionLines.Shown(cell)?.Series)).Where(one => one.Series is not null)
            .ToList();
        var most = cells.SelectMany(one => drawn.Of(one.Series!)).DefaultIfEmpty(1).Max();
        List<LineMark> lines =
        [
            .. from one in cells
               let pale = drawn.Pale?.Invoke(one.Series!, most)
               where pale is not null
               select Line(one.Series!, pale!, one.Cell) with { Faint = true, Step = drawn.PaleInSteps },
            .. cells.Select(one => Line(one.Series!, drawn.Of(one.Series!), one.Cell) with { Label = one.Cell.Arm }),
        ];
        var heights = lines.SelectMany(line => line.Points).Select(point => point.Y).ToList();
        return new Chart
        {
            Id = $"{panel.Id}-{drawn.Id}",
            Title = $"{char.ToUpperInvariant(drawn.Title[0])}{drawn.Title[1..]} over time: {panel.Title}",
            Description = string.Join(" ", cells.Select(one => CongestionLines.Words(one.Cell) + ".")),
            EmptyText = "No succeeded trial recorded its congestion control over time.",
            X = new Axis(
                LinearScale.Over([0, .. cells.SelectMany(one => one.Series!.Seconds)]),
                "seconds since the measuring window began",
                Quantity.Seconds),
            Y = Unlike([.. cells.Select(one => drawn.Of(one.Series!).DefaultIfEmpty(0).Max())])
                ? new Axis(LogScale.Over(heights), $"{drawn.Title}, log scale", drawn.Quantity)
                : new Axis(LinearScale.FromZero(heights), drawn.Title, drawn.Quantity),
            Marks = [.. lines],
        };

        LineMark Line(CongestionSeries series, IEnumerable<double> values, CellSummary cell) => new()
        {
            Style = palette[cell.Arm],
            Points = [.. series.Seconds.Zip(values, (second, value) => new ChartPoint(second, value) { Marked = false })],
        };
    }

    // bbr's window is a hundred times reno's at a loss of 0.1 %, whose saw-tooth would lie on the ground.
    private static bool Unlike(IReadOnlyList<double> highest) =>
        highest.Where(value => value > 0).ToList() is { Count: > 1 } values && values.Max() > MostFactor * values.Min();

    private static IEnumerable<double> Thresholds(CongestionSeries series, double highest) =>
        series.Thresholds.Select(threshold => threshold is { } value && value <= highest ? value : double.NaN);
}
