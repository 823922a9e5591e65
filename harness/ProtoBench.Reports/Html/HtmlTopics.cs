using ProtoBench.Analysis.Summaries;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Figures;

namespace ProtoBench.Reports.Html;

/// <summary>The charts, one section a question: what load is carried, how long does it take, what does it cost.</summary>
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
        new("load", "Load and payload", "What happens as load or size grows?", Sweeps, Sweep),
        new("connect", "Opening connections", "What does a client pay for its first exchange?", HtmlConnect.Has, HtmlConnect.Write),
        new("head-of-line", "Lost packets", "How many exchanges does one lost packet hold up?", HtmlHeadOfLine.Has, HtmlHeadOfLine.Write),
        new(
            "tail",
            "Latency",
            "How long does a typical exchange take, and how long do the unlucky wait?",
            family => !family.IsBulk,
            Latency),
        new("rate", "Rate", "How much gets through, and was it steady while it was measured?", _ => true, Rate),
        new("cost", "Cost", "What does each exchange, or each MiB, take from the machine and from the link?", _ => true, Cost),
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

    private static void Latency(ReportPage page, WorkloadFamily family)
    {
        Show(page, family, TailCharts.Of, QuantileCharts.Of);
        Fold(page, family, "Whole distributions: share of exchanges by latency", EcdfCharts.Of);
    }

    private static void Rate(ReportPage page, WorkloadFamily family) => Show(page, family, RateCharts.Of, SeriesCharts.Of);

    private static void Cost(ReportPage page, WorkloadFamily family)
    {
        Show(page, family, CostCharts.Cpu, CostCharts.Wire);
        Fold(page, family, "Memory: allocated, and at its peak", CostCharts.Allocation, CostCharts.Memory);
    }

    // The charts of a single panel stand beside each other; those of several stand kind by kind, as small multiples.
    private static void Show(
        ReportPage page, WorkloadFamily family,
        params Func<IReadOnlyList<ReportPanel>, Palette, ChartSize, IEnumerable<ReportChart>>[] kinds)
    {
        if (family.Panels.Count == 1)
        {
            HtmlFigures.Grid(page, [.. kinds.SelectMany(kind => kind(family.Panels, page.Palette, ChartSize.Usual))]);
            return;
        }

        foreach (var kind in kinds)
        {
            HtmlFigures.Panels(page, [.. kind(family.Panels, page.Palette, ChartSize.For(family.Panels.Count))]);
        }
    }

    private static void Fold(
        ReportPage page,
        WorkloadFamily family,
        string title,
        params Func<IReadOnlyList<ReportPanel>, Palette, ChartSize, IEnumerable<ReportChart>>[] kinds) =>
        HtmlFigures.Folded(
            page, title, [.. kinds.Select(kind => kind(family.Panels, page.Palette, ChartSize.For(family.Panels.Count)).ToList())]);
}
