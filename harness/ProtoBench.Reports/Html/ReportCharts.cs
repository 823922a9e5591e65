using ProtoBench.Analysis.Summaries;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Figures;

namespace ProtoBench.Reports.Html;

/// <summary>
/// The charts of a report's page, for whoever wants them one by one. They are taken from the page itself while it is drawn, so that no
/// chart can be on the page and not among them.
/// </summary>
internal static class ReportCharts
{
    /// <summary>In the order of the page; charts without anything to draw are not on the page as charts either.</summary>
    public static IReadOnlyList<Chart> Of(RunSummary summary)
    {
        var collected = new ChartCollector();
        new HtmlReport(collected).Render(summary, TextWriter.Null);
        return collected.Charts;
    }
}
