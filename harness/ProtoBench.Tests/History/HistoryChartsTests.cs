using ProtoBench.Analysis.History;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.History;
using Xunit;

namespace ProtoBench.Tests.History;

public sealed class HistoryChartsTests
{
    [Fact]
    public void A_change_of_level_has_a_rule_before_its_first_run_and_a_level_on_each_side()
    {
        var charts = Of(InventedHistory.Step(30, 8, 1.1));
        Assert.Equal(2, charts.Count);
        var p50 = charts.Single(chart => chart.Title.StartsWith("p50", StringComparison.Ordinal));
        var rule = Assert.Single(p50.Marks.OfType<RuleMark>());
        Assert.Equal(30.5, rule.X);
        Assert.Contains("+10.2 %", rule.Label, StringComparison.Ordinal);
        Assert.Equal([38, 2, 2], p50.Marks.OfType<LineMark>().Select(line => line.Points.Count));
        var levels = p50.Marks.OfType<LineMark>().Skip(1).SelectMany(line => line.Points);
        Assert.Equal([0.5, 30.5, 30.5, 38.5], levels.Select(point => point.X));
    }

    [Theory]
    [InlineData(50.0)]
    [InlineData(0.0)]
    public void A_short_series_or_one_with_zeros_is_drawn_without_levels(double value)
    {
        var charts = Of([InventedHistory.Point(0, 50), With(InventedHistory.Point(1, 50), value), InventedHistory.Point(2, 51)]);
        Assert.All(charts, chart => Assert.Single(chart.Marks));
        Assert.All(charts, chart => Assert.False(chart.IsEmpty));
    }

    private static HistoryPoint With(HistoryPoint point, double value) => point with
    {
        Cells = [point.Cells[0] with
        {
            Values = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["p50"] = value, ["throughput"] = value },
        }],
    };

    private static IReadOnlyList<Chart> Of(IReadOnlyList<HistoryPoint> points) =>
        HistoryCharts.Of(HistoryReport.Of("store", InventedHistory.Content(points), HistorySeriesBuilder.Watched));
}
