namespace ProtoBench.Reports;

/// <summary>The charts, one section a question: how bad is the tail, what load is carried, what does it cost, was it steady.</summary>
internal static class HtmlTopics
{
    /// <summary>A section: its anchor, its heading, the sentence below, and what of a family it shows.</summary>
    /// <param name="Id">Anchor.</param>
    /// <param name="Title">Heading.</param>
    /// <param name="Says">The question it answers.</param>
    /// <param name="Has">Does it show anything of the family?</param>
    /// <param name="Write">Writes what it shows.</param>
    private sealed record Topic(
        string Id, string Title, string Says, Func<WorkloadFamily, bool> Has, Action<ReportPage, WorkloadFamily> Write);

    private static readonly Topic[] All =
    [
        new("load", "Load and payload", "What happens as there is more of it?", Sweeps, Sweep),
        new("connect", "Opening connections", "What does a client pay that comes for the first time?", HtmlConnect.Has, HtmlConnect.Write),
        new("tail", "Tail latency", "How long do the unlucky wait?", family => !family.IsBulk, Tails),
        new("quantiles", "Median and tail side by side", "How far is the typical exchange from the slow one?", family => !family.IsBulk, Quantiles),
        new("rate", "Rate", "How much gets through?", _ => true, Rates),
        new("cost", "Cost", "What does each exchange, or each MiB, take from the machine and from the link?", _ => true, Costs),
        new("time", "Within a trial", "Was it steady while it was measured?", HasSeries, Series),
    ];

    /// <summary>Anchor and heading of every section that this run has.</summary>
    public static IEnumerable<(string Id, string Title)> Of(ReportPage page) =>
        All.Where(topic => page.Families.Any(topic.Has)).Select(topic => (topic.Id, topic.Title));

    public static void Write(ReportPage page)
    {
        var html = page.Html;
        foreach (var topic in All.Where(topic => page.Families.Any(topic.Has)))
        {
            using (html.Open("section", ("id", topic.Id)))
            {
                html.Element("h2", topic.Title);
                html.Element("p", topic.Says, ("class", "sub"));
                foreach (var family in page.Families.Where(topic.Has))
                {
                    using (html.Open("div", ("class", "part"), page.Of(family)))
                    {
                        if (page.Families.Count > 1)
                        {
                            html.Element("h3", family.Title);
                        }

                        topic.Write(page, family);
                    }
                }
            }

            html.Line();
        }
    }

    private static bool Sweeps(WorkloadFamily family) =>
        family.SweepsPayload || family.Workloads.Any(workload => workload.Loads.Count > 1);

    private static bool HasSeries(WorkloadFamily family) =>
        family.Workloads.SelectMany(workload => workload.Cells)
            .Any(cell => cell.Succeeded.Any(trial => trial.Measurement!.Series.Count > 1));

    private static void Sweep(ReportPage page, WorkloadFamily family)
    {
        // One line of charts per link, since a sweep over several links is read link by link.
        var charts = SweepCharts.Of(family, page.Palette).ToList();
        foreach (var link in charts.GroupBy(chart => chart.Panel!.Workload.Link))
        {
            HtmlFigures.Grid(page, [.. link]);
        }

        HtmlCapacity.Write(page, family);
    }

    private static void Tails(ReportPage page, WorkloadFamily family)
    {
        HtmlFigures.Panels(page, family.Panels, (panels, size) => TailCharts.Of(panels, page.Palette, size));
        HtmlFigures.Panels(
            page, family.Panels, (panels, size) => EcdfCharts.Of(panels, page.Palette, size), "Whole distributions: share of exchanges by latency");
    }

    private static void Quantiles(ReportPage page, WorkloadFamily family) =>
        HtmlFigures.Panels(page, family.Panels, (panels, size) => QuantileCharts.Of(panels, page.Palette, size));

    private static void Rates(ReportPage page, WorkloadFamily family) =>
        HtmlFigures.Panels(page, family.Panels, (panels, size) => RateCharts.Of(panels, page.Palette, size));

    private static void Costs(ReportPage page, WorkloadFamily family)
    {
        HtmlFigures.Panels(page, family.Panels, (panels, size) => CostCharts.Cpu(panels, page.Palette, size));
        HtmlFigures.Panels(page, family.Panels, (panels, size) => CostCharts.Wire(panels, page.Palette, size), "Bytes on the wire");
        HtmlFigures.Panels(page, family.Panels, (panels, size) => CostCharts.Allocation(panels, page.Palette, size), "Memory allocated");
        HtmlFigures.Panels(page, family.Panels, (panels, size) => CostCharts.Memory(panels, page.Palette, size), "Peak memory");
    }

    private static void Series(ReportPage page, WorkloadFamily family) =>
        HtmlFigures.Panels(page, family.Panels, (panels, size) => SeriesCharts.Of(panels, page.Palette, size));
}
