using ProtoBench.Charts;

namespace ProtoBench.Reports;

/// <summary>
/// The report as one page that needs nothing but itself: no network, no script, no font. Its order is the order of print.
/// </summary>
/// <param name="charts">Draws the charts; null draws them as parts of the page.</param>
internal sealed class HtmlReport(IChartRenderer? charts = null) : IReport
{
    private readonly IChartRenderer _charts = charts ?? new SvgChartRenderer(SvgMode.Inline);

    // Nothing may be loaded and nothing may run; a name in a scenario that tries to be markup would still find no way out.
    private const string ContentPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    public string FileName => "report.html";

    public void Render(RunSummary summary, TextWriter output)
    {
        var run = summary.Run;
        var html = new MarkupWriter(output);
        html.Raw("<!doctype html>\n");
        using (html.Open("html", ("lang", "en")))
        {
            Head(html, run);
            html.Line();
            using (html.Open("body"))
            using (html.Open("div", ("class", "page")))
            {
                html.Element("a", "Skip to the answer", ("class", "skip"), ("href", "#answer"));
                HtmlMasthead.Write(html, summary);
                using (html.Open("main"))
                {
                    Sections(html, output, summary);
                }

                html.Element("footer", $"ProtoBench {run.Fingerprint.ToolVersion}. Run {run.Id}.");
            }
        }

        html.Line();
    }

    private void Sections(MarkupWriter html, TextWriter output, RunSummary summary)
    {
        HtmlAnswer.Write(html, summary);
        HtmlRuns.Write(html, summary);
        HtmlLinks.WriteComparison(html, output, _charts, summary);
        foreach (var workload in summary.Workloads)
        {
            HtmlWorkload.Write(html, output, _charts, summary, workload);
        }

        HtmlWorkload.WritePayload(html, output, _charts, summary);
        HtmlCells.Write(html, summary);
        HtmlTrust.Write(html, summary);
        HtmlLinks.WriteCertificates(html, summary);
        HtmlConditions.Write(html, summary);
        HtmlMethod.Write(html, summary);
    }

    private static void Head(MarkupWriter html, Results.RunResult run)
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
