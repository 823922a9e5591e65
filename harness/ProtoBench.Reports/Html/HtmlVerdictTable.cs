using System.Globalization;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Html;

/// <summary>For a run over several links: one table, a row per arm and a column per link, each cell a verdict.</summary>
internal static class HtmlVerdictTable
{
    private sealed record Column(WorkloadFamily Family, ReportPanel Panel, Ranking Ranking);

    public static void Write(ReportPage page)
    {
        if (page.Links.Count < 2)
        {
            return;
        }

        var html = page.Html;
        var columns = page.Families.SelectMany(family => family.Panels.Select(panel => new Column(family, panel, Ranked(panel)))).ToList();
        using (page.Scroll("Which protocol on which link"))
        using (html.Open("table", ("class", "matrix verdicts")))
        {
            html.Element("caption", "Which protocol on which link");
            using (html.Open("thead"))
            {
                if (page.Families.Count > 1)
                {
                    using (html.Open("tr"))
                    {
                        html.Element("td", "");
                        foreach (var family in columns.GroupBy(column => column.Family))
                        {
                            html.Element(
                                "th",
                                Title(family.Key, family.First().Ranking.Metric),
                                ("scope", "colgroup"),
                                ("colspan", family.Count().ToString(CultureInfo.InvariantCulture)),
                                page.Of(family.Key));
                        }
                    }
                }

                using (html.Open("tr"))
                {
                    html.Element("th", "arm", ("scope", "col"), ("class", "text"));
                    foreach (var column in columns)
                    {
                        html.Element(
                            "th", column.Panel.Title, ("scope", "col"), page.Of(column.Family), page.OfLink(column.Panel.Workload.Link));
                    }
                }
            }

            using (html.Open("tbody"))
            {
                foreach (var arm in page.Summary.Run.Plan.Scenario.Arms.Select(arm => arm.Label))
                {
                    Row(page, columns, arm);
                }
            }
        }

        html.Element(
            "p",
            (page.Families.Count > 1 ? "" : Title(page.Families[0], columns[0].Ranking.Metric) + ". ")
                + "Times the best of the column: above 1× it takes so many times as long, or carries that much less. Outlined: the best; "
                + "dashed: at 95 % not distinguishable from it.",
            ("class", "how"));
    }

    private static string Title(WorkloadFamily family, Metric metric) => $"{family.Title}: {metric.Title}";

    // The figure most arms have: a slow link may leave too few exchanges even for a median.
    private static Ranking Ranked(ReportPanel panel)
    {
        IReadOnlyList<Metric> metrics =
            panel.Workload.IsBulk ? [Metrics.Goodput] : [Metrics.Typical(panel.Workload.Workload), Metrics.Throughput];
        return panel.Load.Rank(metrics.MaxBy(metric => panel.Load.Cells.Count(cell => cell[metric] is not null))!);
    }

    private static void Row(ReportPage page, List<Column> columns, string arm)
    {
        var html = page.Html;
        using (html.Open("tr", page.OfArm(arm)))
        {
            page.ArmHeading(arm);
            foreach (var column in columns)
            {
                var cell = column.Panel.Load.Cells.FirstOrDefault(one => one.Arm == arm);
                var place = cell is null ? null : column.Ranking.Of(cell);
                var (word, css) = Words(place, cell, column.Ranking);
                using (html.Open(
                    "td",
                    ("class", css),
                    page.Of(column.Family),
                    page.OfLink(column.Panel.Workload.Link),
                    ("title", cell?.Reason is { Length: > 0 } why ? why : null)))
                {
                    html.Element("span", word, ("class", "num"));
                    if (place is not null)
                    {
                        html.Element("span", place.Figure.Text, ("class", "ci"));
                    }
                }
            }
        }

        html.Line();
    }

    private static (string Word, string Css) Words(RankedArm? place, CellSummary? cell, Ranking ranking) => place switch
    {
        null => (cell is null ? "–" : CellText.Short(cell), "off-here"),
        { IsRanked: false } => ("not ranked", "off-here"),
        _ when ranking.IsGiven => ("as offered", "h0"),
        { IsBest: true } => (ranking.IsDecidable ? "best" : "best seen", ranking.IsDecidable ? "h0 best" : "h0"),
        _ => (
            NumberText.Of(place.Worse, Quantity.Factor) + (place.AmongBest && ranking.IsDecidable ? " ~" : ""),
            $"h{HtmlOverview.Level(place)}{(place.AmongBest && ranking.IsDecidable ? " equal" : "")}"),
    };
}
