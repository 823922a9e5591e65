using System.Globalization;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;

namespace ProtoBench.Reports.Exports;

/// <summary>One figure of one measured cell, as the formats for figures need it.</summary>
/// <param name="Cell">Where it was measured.</param>
/// <param name="Figure">The figure with its interval over trials; shown, never withheld.</param>
internal sealed record ExportedFigure(Cell Cell, Figure Figure)
{
    // More digits than any interval supports only make files larger and their differences noise.
    private const string Digits = "G6";

    public Metric Metric => Figure.Metric;

    /// <summary>Every figure that a run can have, also those that only its kinds of workload have.</summary>
    public static IReadOnlyList<Metric> All(RunResult run) =>
        [.. Metrics.Percentiles, Metrics.Throughput, Metrics.Goodput, .. Metrics.Own(run.Plan.Scenario.Workloads), .. Metrics.Costs];

    /// <summary>A number of a figure in another unit, with six significant digits.</summary>
    public static double Rounded(double value, double scale = 1) =>
        double.Parse((value * scale).ToString(Digits, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>All figures that can be shown, cell by cell in the order of the plan.</summary>
    public static IReadOnlyList<ExportedFigure> Of(RunResult run, params IReadOnlyList<Metric> metrics) =>
    [
        .. RunSummary.Of(run).Cells
            .Where(cell => cell.State is CellState.Measured)
            .SelectMany(cell => metrics.Select(metric => (cell.Cell, Figure: cell[metric])))
            .Where(pair => pair.Figure is not null && double.IsFinite(pair.Figure.Centre))
            .Select(pair => new ExportedFigure(pair.Cell, pair.Figure!)),
    ];
}
