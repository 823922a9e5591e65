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
    /// <param name="Gist">Its answer in one line.</param>
    private sealed record Topic(
        string Id,
        string Title,
        string Says,
        Func<WorkloadFamily, bool> Has,
        Action<ReportPage, WorkloadFamily> Write,
        Func<IReadOnlyList<WorkloadFamily>, string> Gist);

    private static readonly Topic[] All =
    [
        new("load", "What load does it carry?", "What happens as load or size grows?", Sweeps, Sweep, TopicGists.Sweep),
        new(
            "answers",
            "What came back?",
            "What did the server answer to each request, and what did it do to the connections?",
            HtmlAnswers.Has,
            HtmlAnswers.Write,
            HtmlAnswers.Gist),
        new(
            "phases",
            "Where does the time go?",
            "Is it opening connections, sending, waiting for the server, or receiving?",
            HtmlPhases.Has,
            HtmlPhases.Write,
            HtmlPhases.Gist),
        new(
            "times",
            "What takes how long?",
            "The times that only this kind of workload has.",
            HtmlTimes.Has,
            HtmlTimes.Write,
            HtmlTimes.Gist),
        new(
            "parts",
            "How did it follow the load?",
            "What was achieved beside what was offered, while the rate changed?",
            HtmlParts.Has,
            HtmlParts.Write,
            HtmlParts.Gist),
        new(
            "waterfall",
            "In which order did it come?",
            "When was each object asked for, and when was it there?",
            family => family.Panels.Any(WaterfallCharts.Has),
            Waterfall,
            TopicGists.Waterfall),
        new(
            "connect",
            "What does a new connection cost?",
            "What does a client pay for its first exchange?",
            HtmlConnect.Has,
            HtmlConnect.Write,
            families => RunGists.Range(families, Metrics.P50)),
        new(
            "head-of-line",
            "What does a lost packet hold up?",
            "How many exchanges does one lost packet hold up?",
            HtmlHeadOfLine.Has,
            HtmlHeadOfLine.Write,
            TopicGists.HeadOfLine),
        new(
            "tail",
            "How long do the unlucky wait?",
            "How long does a typical exchange take, and how long do the slowest?",
            family => !family.IsBulk,
            Latency,
            families => RunGists.Range(families, Metrics.P99, Metrics.P90, Metrics.P50)),
        new("rate", "How much gets through?", "How much gets through?", HasRate, Rate, TopicGists.Rate),
        new(
            "time",
            "Was it steady?",
            "How a trial went on from its warm-up to its end: a stall stands where it was.",
            SeriesCharts.Has,
            Time,
            TopicGists.Time),
        new(
            "cost",
            "What does it cost?",
            "What does each exchange, or each MiB, take from the machine and from the link?",
            _ => true,
            Cost,
            families => RunGists.Range(families, Metrics.ClientCpu, Metrics.ServerCpu)),
    ];

    /// <summary>The sections that this run has.</summary>
    public static IEnumerable<PageSection> Of(ReportPage page) =>
        from topic in All
        let families = page.Families.Where(topic.Has).ToList()
        where families.Count > 0
        select new PageSection(topic.Id, topic.Title, topic.Gist(families), () => Write(page, topic, families));

    private static void Write(ReportPage page, Topic topic, IReadOnlyList<WorkloadFamily> families)
    {
        var html = page.Html;
        html.Element("p", topic.Says, ("class", "sub"));
        foreach (var family in families)
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

    private static bool Sweeps(WorkloadFamily family) =>
        family.SweepsPayload || family.Workloads.Any(workload => workload.Loads.Count > 1);

    private static void Sweep(ReportPage page, WorkloadFamily family)
    {
        HtmlCapacity.Write(page, family);

        // One line of charts per link, since a sweep over several links is read link by link.
        var charts = SweepCharts.Of(family, page.Palette).ToList();
        foreach (var link in charts.GroupBy(chart => chart.Panel!.Workload.Link))
        {
            HtmlFigures.Grid(page, [.. link]);
        }
    }

    private static void Waterfall(ReportPage page, WorkloadFamily family) => HtmlFigures.Grid(
        page, [.. WaterfallCharts.Of(family.Panels, page.Palette, ChartSize.For(family.Panels.Count))]);

    private static void Latency(ReportPage page, WorkloadFamily family)
    {
        // A single panel's medians and tails are the chart of the first screen.
        Show(page, family, family.Panels.Count == 1 && page.Families[0] == family ? [TailCharts.Of] : [TailCharts.Of, QuantileCharts.Of]);
        Fold(page, family, "Whole distributions: share of exchanges by latency", EcdfCharts.Of);
    }

    // At an offered rate the throughput is that rate.
    private static bool HasRate(WorkloadFamily family) => family.Panels.Any(panel => RateCharts.Shows(panel));

    private static void Rate(ReportPage page, WorkloadFamily family) => Show(page, family, RateCharts.Of);

    private static void Time(ReportPage page, WorkloadFamily family) =>
        Show(page, family, IntervalCharts.Of, HeatMaps.Of, SeriesCharts.Of, CongestionCharts.Of, LinkQueueCharts.Of, SocketCharts.Of);

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
            HtmlFigures.Panels(page, SharedAxes.Of([.. kind(family.Panels, page.Palette, ChartSize.For(family.Panels.Count))]));
        }
    }

    private static void Fold(
        ReportPage page,
        WorkloadFamily family,
        string title,
        params Func<IReadOnlyList<ReportPanel>, Palette, ChartSize, IEnumerable<ReportChart>>[] kinds) =>
        HtmlFigures.Folded(
            page,
            title,
            [.. kinds.Select(kind => SharedAxes.Of([.. kind(family.Panels, page.Palette, ChartSize.For(family.Panels.Count))]))]);
}
