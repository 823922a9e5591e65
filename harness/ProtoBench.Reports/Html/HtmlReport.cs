using ProtoBench.Analysis.Summaries;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Html;

/// <summary>The report of a run, or of several side by side, as one page: <see cref="PageFrame"/> says what a page is.</summary>
/// <param name="charts">Draws the charts; null draws them as parts of the page.</param>
internal sealed class HtmlReport(IChartRenderer? charts = null) : IReport
{
    public string FileName => "report.html";

    public void Render(RunSummary summary, TextWriter output)
    {
        var page = new ReportPage(output, summary, charts ?? new SvgChartRenderer(SvgMode.Inline));
        PageFrame.Write(
            page.Html, HtmlMasthead.Of(summary), () => HtmlAnswer.Write(page), () => HtmlBar.Write(page), RunSections.Of(page));
    }
}
