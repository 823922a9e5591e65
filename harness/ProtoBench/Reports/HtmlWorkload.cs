using ProtoBench.Charts;

namespace ProtoBench.Reports;

/// <summary>A workload's section: tables that compare the arms, then the charts.</summary>
internal static class HtmlWorkload
{
    public static void Write(MarkupWriter html, TextWriter output, IChartRenderer charts, RunSummary summary, WorkloadSummary workload)
    {
        using (html.Open("section", ("id", workload.Anchor)))
        {
            html.Element("h2", workload.Title);
            html.Element("p", $"{LoadText.Of(workload.Workload)}; over {workload.Link}.", ("class", "sub"));
            HtmlMatrix.Write(html, summary, workload);
            Figures(html, output, charts, "Latency", TailCharts.Of(workload, summary.Palette));
            Figures(html, output, charts, "Load", SweepCharts.Of(workload, summary.Palette));
            Figures(html, output, charts, "Rate", RateCharts.Of(workload, summary.Palette).Concat(SeriesCharts.Of(workload, summary.Palette)));
            Figures(html, output, charts, "Cost", CostCharts.Of(workload, summary.Palette));
        }

        html.Line();
    }

    /// <summary>Charts across workloads that differ only in their payload, when there are such.</summary>
    public static void WritePayload(MarkupWriter html, TextWriter output, IChartRenderer charts, RunSummary summary)
    {
        var found = SweepCharts.OverPayload(summary.Workloads, summary.Palette).ToList();
        if (found.Count > 0)
        {
            using (html.Open("section", ("id", "payload")))
            {
                html.Element("h2", "By payload");
                html.Element("p", "Workloads that differ only in the size of their messages, side by side.", ("class", "sub"));
                Grid(html, output, charts, found);
            }
        }
    }

    private static void Figures(MarkupWriter html, TextWriter output, IChartRenderer charts, string title, IEnumerable<ReportChart> figures)
    {
        var list = figures.ToList();
        if (list.Count > 0)
        {
            html.Element("h3", title);
            Grid(html, output, charts, list);
        }
    }

    private static void Grid(MarkupWriter html, TextWriter output, IChartRenderer charts, List<ReportChart> figures)
    {
        using (html.Open("div", ("class", "charts")))
        {
            foreach (var figure in figures)
            {
                using (html.Open("figure"))
                {
                    using (html.Open("figcaption"))
                    {
                        html.Element("b", figure.Chart.Title);
                        html.Element("span", figure.HowToRead);
                    }

                    if (figure.Chart.IsEmpty)
                    {
                        html.Element("p", figure.Chart.EmptyText, ("class", "none"));
                    }
                    else
                    {
                        charts.Render(figure.Chart, output);
                    }
                }

                html.Line();
            }
        }
    }
}
