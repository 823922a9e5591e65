using ProtoBench.Analysis.Comparisons;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Figures;

namespace ProtoBench.Reports.Comparisons;

/// <summary>The differences of a comparison in the order of the result, the worst first: the chart of its page's first screen.</summary>
internal static class DifferenceCharts
{
    private const double Width = 440;

    /// <summary>Rows that fit a screen beside the answer.</summary>
    private const int MostRows = 14;

    /// <summary>Null when nothing was measured on both sides.</summary>
    public static ReportChart? Headline(ComparisonReport report)
    {
        // What a policy or a verdict hangs on comes before what did not change.
        var measured = report.Metrics.Where(ComparisonCharts.HasValue)
            .OrderBy(metric => Rank(metric.Verdict))
            .ThenByDescending(metric => metric.CostRatio!.Value)
            .ToList();
        if (measured.Count == 0)
        {
            return null;
        }

        var rows = measured.Take(MostRows).OrderByDescending(metric => metric.CostRatio!.Value).ToList();
        var more = measured.Count > rows.Count ? $" {rows.Count} of {measured.Count} figures; the others stand below." : "";
        var margin = rows.Max(row => row.Margin);
        return new ReportChart(
            new Chart
            {
                Id = "headline",
                Title = "Cost of new against base, the worst first",
                Description = string.Join(" ", rows.Select(row => row.Sentence)),
                EmptyText = "Nothing was measured on both sides, so there is no difference to show.",
                X = new Axis(
                    LogScale.Over([1 / (1 + margin), 1 + margin, .. IntervalRange.Logarithmic(
                        rows.Select(row => (row.CostRatio!.Value, row.CostLow, row.CostHigh)))]),
                    "cost, new ÷ base, log scale",
                    Quantity.Factor),
                Y = new Axis(new BandScale([.. rows.Select(row => $"{row.CellName} {row.Metric}")]), "", Quantity.Count),
                Marks =
                [
                    new ShadeMark { Style = Palette.Neutral, From = 1 / (1 + margin), To = 1 + margin },
                    new RuleMark { Style = Palette.Neutral, X = 1, Label = "" },
                    .. rows.Select(ComparisonCharts.Row),
                ],
                Width = Width,
                Height = 58 + ((rows.Count > 8 ? 20 : 25) * rows.Count),
            },
            "Right of 1× is worse, whichever way the figure points; within the shade counts as the same. Lines are 95 % intervals over "
                + $"{(report.Paired ? "pairs" : "trials")}; hollow is undecided.{more}");
    }

    private static int Rank(ComparisonVerdict verdict) => verdict switch
    {
        ComparisonVerdict.Slower or ComparisonVerdict.Worse => 0,
        ComparisonVerdict.Faster or ComparisonVerdict.Better => 1,
        ComparisonVerdict.Inconclusive => 2,
        _ => 3,
    };
}
