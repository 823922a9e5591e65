using ProtoBench.Analysis.Summaries;
using ProtoBench.Reports.Figures;

namespace ProtoBench.Reports.Html;

/// <summary>The times that only the kind of a workload has: a table of the arms, a column each.</summary>
internal static class HtmlTimes
{
    public static bool Has(WorkloadFamily family) => family.Workloads.Any(workload => workload.Cells.Any(TimeFigures.Any));

    public static void Write(ReportPage page, WorkloadFamily family)
    {
        foreach (var panel in family.Panels.Where(panel => panel.Load.Cells.Any(TimeFigures.Any)))
        {
            Table(page, family, panel);
            foreach (var line in PollingLines.Of(panel.Load))
            {
                page.Html.Element("p", line, ("class", "sub"));
            }
        }

        var meanings = TimeFigures.Of(family.Panels[0].Workload.Workload).Select(time => $"{time.Title}: {time.Meaning}");
        page.Html.Element(
            "p",
            $"p50 / p99 over the trials that count; p99 is left out where a trial has fewer than a thousand, and of fewer than twenty the "
                + $"mean stands in place of p50. {string.Join("; ", meanings)}.",
            ("class", "how"));
    }

    /// <summary>The first arm's, in one line.</summary>
    public static string Gist(IReadOnlyList<WorkloadFamily> families)
    {
        var cell = families.SelectMany(family => family.Panels).SelectMany(panel => panel.Load.Cells).First(TimeFigures.Any);
        return $"{cell.Arm}: {string.Join(", ", TimeFigures.Of(cell).Values.Select(one => $"{one.Name} {one.Typical.Text}"))}.";
    }

    private static void Table(ReportPage page, WorkloadFamily family, ReportPanel panel)
    {
        var html = page.Html;
        var cells = panel.Load.Cells.Select(cell => (Cell: cell, Times: TimeFigures.Of(cell))).ToList();
        var times = TimeFigures.Of(panel.Workload.Workload).Where(time => cells.Any(one => one.Times.ContainsKey(time.Key))).ToList();
        var caption = $"Times: {family.Title}, {panel.Title}";
        using (page.Scroll(caption, page.OfLink(panel.Workload.Link)))
        using (html.Open("table", ("class", "plain")))
        {
            html.Element("caption", caption);
            page.Headings(["arm", .. times.Select(time => time.Title)]);
            using (html.Open("tbody"))
            {
                foreach (var (cell, told) in cells)
                {
                    using (html.Open("tr", page.OfArm(cell.Arm)))
                    {
                        page.ArmHeading(cell.Arm);
                        foreach (var time in times)
                        {
                            html.Element(
                                "td",
                                told.TryGetValue(time.Key, out var one) ? one.Text
                                    : cell.Succeeded.Count == 0 ? CellText.Short(cell)
                                    : Conditions.None);
                        }
                    }
                }
            }
        }
    }
}
