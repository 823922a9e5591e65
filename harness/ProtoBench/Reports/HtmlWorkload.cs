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
            var (tails, sweeps) = (TailCharts.Of(workload, summary.Palette), SweepCharts.Of(workload, summary.Palette));
            var (rates, series) = (RateCharts.Of(workload, summary.Palette), SeriesCharts.Of(workload, summary.Palette));
            var costs = CostCharts.Of(workload, summary.Palette);
            if (workload.Loads.Count == 1)
            {
                Figures(html, output, charts, "Charts", [.. tails, .. sweeps, .. rates, .. series, .. costs]);
            }
            else
            {
                Figures(html, output, charts, "Load", sweeps);
                Figures(html, output, charts, "Latency", tails);
                Figures(html, output, charts, workload.IsBulk ? "Goodput" : "Throughput", rates);
                Figures(html, output, charts, "Over time", series);
                Figures(html, output, charts, "Cost", costs);
            }
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

    /// <summary>Charts side by side, as many in a row as fit.</summary>
    public static void Grid(MarkupWriter html, TextWriter output, IChartRenderer charts, List<ReportChart> figures)
    {
        // Small multiples are read alike, so the line that tells how stands once above them.
        var alike = figures.Count > 1 && figures.All(figure => figure.HowToRead == figures[0].HowToRead);
        if (alike)
        {
            html.Element("p", figures[0].HowToRead, ("class", "how"));
        }

        using (html.Open("div", ("class", "charts")))
        {
            foreach (var figure in figures)
            {
                Figure(html, output, charts, figure, captioned: !alike);
            }
        }
    }

    private static void Figure(MarkupWriter html, TextWriter output, IChartRenderer charts, ReportChart figure, bool captioned)
    {
        using (html.Open("figure"))
        {
            using (html.Open("figcaption"))
            {
                html.Element("b", figure.Chart.Title);
                if (captioned)
                {
                    html.Element("span", figure.HowToRead);
                }
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
