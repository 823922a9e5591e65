using ProtoBench.Analysis.Summaries;

namespace ProtoBench.Reports.Html;

/// <summary>How each arm followed a rate that changes over the window: a table of its parts.</summary>
internal static class HtmlParts
{
    public static bool Has(WorkloadFamily family) => family.Panels.Any(Has);

    public static void Write(ReportPage page, WorkloadFamily family)
    {
        foreach (var panel in family.Panels.Where(Has))
        {
            Table(page, family, panel);
        }

        page.Html.Element(
            "p",
            "Each figure is the middle one of the trials that count; percentiles are exact to 3 %, and left out where a trial has fewer than "
                + "ten exchanges beyond them. Response times are those of the arrivals that were due in the part; achieved is what completed "
                + "in it.",
            ("class", "how"));
    }

    /// <summary>The first arm's best and worst part.</summary>
    public static string Gist(IReadOnlyList<WorkloadFamily> families)
    {
        var cell = families.SelectMany(family => family.Panels).SelectMany(panel => panel.Load.Cells).First(PartFigures.Any);
        var last = PartFigures.Of(cell)[^1];
        return $"{cell.Arm}, {PartFigures.When(last)}: {PartFigures.Rate(last.Achieved)} of {PartFigures.Rate(last.Offered)}, p50 "
            + $"{PartFigures.Time(last.P50)}.";
    }

    private static bool Has(ReportPanel panel) => panel.Load.Cells.Any(PartFigures.Any);

    private static void Table(ReportPage page, WorkloadFamily family, ReportPanel panel)
    {
        var html = page.Html;
        var caption = $"Over the window: {family.Title}, {panel.Title}";
        using (page.Scroll(caption, page.OfLink(panel.Workload.Link)))
        using (html.Open("table", ("class", "plain")))
        {
            html.Element("caption", caption);
            page.Headings(["arm", "when", "offered", "achieved", "p50", "p99", "longest"]);
            using (html.Open("tbody"))
            {
                foreach (var cell in panel.Load.Cells.Where(PartFigures.Any))
                {
                    foreach (var part in PartFigures.Of(cell))
                    {
                        using (html.Open("tr", page.OfArm(cell.Arm)))
                        {
                            page.ArmHeading(cell.Arm);
                            html.Element("td", PartFigures.When(part));
                            html.Element("td", PartFigures.Rate(part.Offered));
                            html.Element("td", PartFigures.Rate(part.Achieved));
                            html.Element("td", PartFigures.Time(part.P50));
                            html.Element("td", PartFigures.Time(part.P99));
                            html.Element("td", PartFigures.Time(part.Maximum));
                        }
                    }
                }
            }
        }
    }
}
