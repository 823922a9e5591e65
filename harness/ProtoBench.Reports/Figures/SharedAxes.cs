using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Figures;

/// <summary>Small multiples are compared with each other, so those of one link get axes that hold all of them.</summary>
internal static class SharedAxes
{
    /// <param name="charts">Of one kind; each keeps its place.</param>
    public static List<ReportChart> Of(IReadOnlyList<ReportChart> charts)
    {
        var shared = charts.GroupBy(Kind)
            .ToDictionary(group => group.Key, group => (X: All(group, one => one.X), Y: All(group, one => one.Y)));
        return [.. charts.Select(chart => chart.Chart.IsEmpty ? chart : With(chart, shared[Kind(chart)]))];
    }

    // A distance apart, a round trip is what decides a link's figures: on one axis the near link would be a line.
    private static (string? Link, string? Metric, string X, string Y) Kind(ReportChart chart) =>
        (chart.Panel?.Workload.Link, chart.Metric?.Key, chart.Chart.X.Title, chart.Chart.Y.Title);

    private static Scale? All(IEnumerable<ReportChart> charts, Func<Chart, Axis> axis)
    {
        var scales = charts.Where(chart => !chart.Chart.IsEmpty).Select(chart => axis(chart.Chart).Scale).ToList();
        return scales.Count == 0 ? null : scales.Skip(1).Aggregate(scales[0], (all, one) => all.With(one));
    }

    private static ReportChart With(ReportChart chart, (Scale? X, Scale? Y) shared) => chart with
    {
        Chart = chart.Chart with
        {
            X = chart.Chart.X with { Scale = chart.Chart.X.Scale.With(shared.X!) },
            Y = chart.Chart.Y with { Scale = chart.Chart.Y.Scale.With(shared.Y!) },
        },
    };
}
