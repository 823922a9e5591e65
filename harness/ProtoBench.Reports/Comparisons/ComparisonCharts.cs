using ProtoBench.Analysis.Comparisons;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Comparisons;

/// <summary>The differences of a comparison as charts, one a metric: a row per cell, its change of cost with its interval.</summary>
internal static class ComparisonCharts
{
    private const double RowHeight = 28;
    private const double Width = 620;

    // Red and green of the palette; the marker's shape says the same to those who do not tell them apart.
    private static readonly SeriesStyle Worse = new("slower", 4, null, MarkerShape.TriangleUp);
    private static readonly SeriesStyle Better = new("faster", 6, null, MarkerShape.TriangleDown);

    /// <summary>Nothing for a metric without values on both sides.</summary>
    public static IReadOnlyList<Chart> Of(ComparisonReport report) =>
    [
        .. report.Metrics.GroupBy(metric => metric.Metric, StringComparer.Ordinal)
            .Where(metrics => metrics.Any(HasValue))
            .Select(metrics => Build(report, metrics.Key, [.. metrics])),
    ];

    /// <summary>Was it measured on both sides?</summary>
    public static bool HasValue(MetricComparison metric) => metric.CostRatio is > 0 and < double.PositiveInfinity;

    private static Chart Build(ComparisonReport report, string key, IReadOnlyList<MetricComparison> rows)
    {
        var margin = rows.Max(row => row.Margin);
        var (low, high) = (1 / (1 + margin), 1 + margin);
        var measured = rows.Where(HasValue).Select(row => (row.CostRatio!.Value, row.CostLow, row.CostHigh));
        return new Chart
        {
            Id = "difference-" + key,

            // The sides are not in the title: it names the file, which keeps its name from commit to commit.
            Title = $"{key}: cost of new against base",
            Description = string.Join(" ", rows.Select(row => row.Sentence)),
            EmptyText = "Nothing was measured on both sides, so there is no difference to show.",
            X = new Axis(
                LogScale.Over([low, high, .. IntervalRange.Logarithmic(measured)]),
                "cost, new ÷ base, log scale: right is worse, shaded counts as the same",
                Quantity.Factor),
            Y = new Axis(
                new BandScale([.. rows.Select(row => row.CellName)]), $"{report.NewLabel} against {report.BaseLabel}", Quantity.Count),
            Marks =
            [
                new ShadeMark { Style = Palette.Neutral, From = low, To = high },
                new RuleMark { Style = Palette.Neutral, X = 1, Label = "" },
                .. rows.Select(Row),
            ],
            Width = Width,
            Height = 78 + (RowHeight * rows.Count),
        };
    }

    /// <summary>A row of such a chart.</summary>
    public static Mark Row(MetricComparison metric, int row) => HasValue(metric)
        ? new DotMark
        {
            Style = StyleOf(metric.Verdict),
            Category = row,
            Value = metric.CostRatio!.Value,
            Low = metric.CostLow,
            High = metric.CostHigh,
            Shape = StyleOf(metric.Verdict).Marker,
            Hollow = metric.Verdict is ComparisonVerdict.Inconclusive,
            Tip = metric.Sentence,
        }
        : new NoteMark { Style = Palette.Neutral, Category = row, Text = "not measured on both sides" };

    private static SeriesStyle StyleOf(ComparisonVerdict verdict) => verdict switch
    {
        ComparisonVerdict.Slower => Worse,
        ComparisonVerdict.Faster => Better,
        _ => Palette.Neutral,
    };
}
