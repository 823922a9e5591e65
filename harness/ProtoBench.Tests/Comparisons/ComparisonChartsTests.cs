using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Comparisons;
using ProtoBench.Tests.Exports;
using Xunit;

namespace ProtoBench.Tests.Comparisons;

public sealed class ComparisonChartsTests
{
    [Fact]
    public void Every_metric_is_a_chart_with_a_row_per_cell_and_its_interval()
    {
        var charts = ComparisonCharts.Of(InventedComparison.Report());
        Assert.Equal(
            [
                "p50: cost of new against base",
                "p99: cost of new against base",
                "throughput: cost of new against base",
            ], charts.Select(chart => chart.Title));
        var p99 = charts[1];
        Assert.Equal(2, ((BandScale)p99.Y.Scale).Categories.Count);
        var slower = Assert.Single(p99.Marks.OfType<DotMark>(), dot => !dot.Hollow);
        Assert.Equal((1.194, 1.151, 1.23), (slower.Value, slower.Low, slower.High));
        Assert.Equal(MarkerShape.TriangleUp, slower.Shape);
        Assert.All(charts, chart => Assert.InRange(chart.X.Scale.Fraction(1), 0.01, 0.99));
    }

    [Fact]
    public void A_metric_without_values_has_no_chart_and_a_cell_without_one_says_so()
    {
        var report = InventedComparison.Report();
        var without = report.Metrics.Select(metric => metric with { CostRatio = null, CostLow = null, CostHigh = null }).ToList();
        Assert.Empty(ComparisonCharts.Of(report with { Metrics = without }));
        Assert.Empty(ComparisonCharts.Of(report with { Metrics = [] }));
        var chart = ComparisonCharts.Of(report with { Metrics = [without[1], report.Metrics[4]] })[0];
        Assert.Single(chart.Marks.OfType<NoteMark>());
        Assert.Single(chart.Marks.OfType<DotMark>());
    }
}
