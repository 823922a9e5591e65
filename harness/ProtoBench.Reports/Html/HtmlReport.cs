using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Html;

/// <summary>
/// The report as one page that needs nothing but itself: no network, no font, and no script to be read. Its one small script adds choosing,
/// pointing and sorting. Its order is the order of print.
/// </summary>
/// <param name="charts">Draws the charts; null draws them as parts of the page.</param>
internal sealed class HtmlReport(IChartRenderer? charts = null) : IReport
{
    // Nothing may be loaded, and nothing may run but the script with this hash; a name in a scenario that tries to be markup would still
    // find no way out.
    private static readonly string ContentPolicy =
        $"default-src 'none'; script-src '{PageScript.Hash}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
            + "form-action 'none'";

    public string FileName => "report.html";

    public void Render(RunSummary summary, TextWriter output)
    {
        var run = summary.Run;
        var page = new ReportPage(output, summary, charts ?? new SvgChartRenderer(SvgMode.Inline));
        var html = page.Html;
        html.Raw("<!doctype html>\n");
        using (html.Open("html", ("lang", "en")))
        {
            Head(html, run);
            html.Line();
            using (html.Open("body"))
            {
                using (html.Open("div", ("class", "page")))
                {
                    html.Element("a", "Skip to the answer", ("class", "skip"), ("href", "#answer"));
                    HtmlMasthead.Write(page);
                    HtmlBar.Write(page);
                    using (html.Open("main"))
                    {
                        Sections(page);
                    }

                    html.Element("footer", $"ProtoBench {run.Fingerprint.ToolVersion}. Run {run.Id}.");
                }

                using (html.Open("script"))
                {
                    html.Raw(PageScript.Text);
                }
            }
        }

        html.Line();
    }

    private static void Sections(ReportPage page)
    {
        HtmlAnswer.Write(page);
        HtmlRuns.Write(page.Html, page.Summary);
        HtmlOverview.Write(page);
        HtmlWhy.Write(page);
        HtmlTopics.Write(page);
        HtmlTrust.Write(page);
        HtmlCertificates.Write(page);
        HtmlConditions.Write(page);
        HtmlCells.Write(page);
        HtmlMethod.Write(page);
    }

    private static void Head(MarkupWriter html, RunResult run)
    {
        using (html.Open("head"))
        {
            html.Empty("meta", ("charset", "utf-8"));
            html.Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", ContentPolicy));
            html.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
            html.Empty("meta", ("name", "color-scheme"), ("content", "light dark"));
            html.Empty("meta", ("name", "generator"), ("content", $"ProtoBench {run.Fingerprint.ToolVersion}"));
            html.Element("title", $"{run.Plan.Scenario.Title} – ProtoBench");
            using (html.Open("style"))
            {
                html.Raw(PageStyleSheet.Text);
            }
        }
    }
}
