using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Html;

/// <summary>Send lateness, backlog, failures and lost datagrams, cell by cell.</summary>
internal static class HtmlLoadKept
{
    /// <summary>More rows than this are folded.</summary>
    private const int MostShown = 8;

    public static void Write(ReportPage page)
    {
        var html = page.Html;
        html.Element("h3", "How the load was kept");
        var rows = page.Summary.Cells.Select(LoadKept.Of).OfType<LoadKept>().Where(kept => kept.IsWorthSaying).ToList();
        if (rows.Count == 0)
        {
            html.Element(
                "p", "Closed loops without a failed exchange, a reopened connection or a datagram that was counted: nothing to report.", (
                    "class", "sub"));
            return;
        }

        html.Element(
            "p",
            "Worst trial of each cell that counts; failures and datagrams over all of them. Send lateness is actual minus intended "
                + "start: large values mean "
                + "that requests waited before they were sent, and response times include that wait.",
            ("class", "sub"));
        using (html.Open("details", ("class", "fold"), ("open", rows.Count <= MostShown ? "" : null)))
        {
            html.Element("summary", $"{rows.Count} cells");
            Table(page, rows);
        }
    }

    private static void Table(ReportPage page, List<LoadKept> rows)
    {
        var html = page.Html;
        using (page.Scroll("How the load was kept"))
        using (html.Open("table", ("class", "plain")))
        {
            page.Headings(
                "cell",
                "send lateness p99",
                "largest",
                "longest backlog",
                "failed exchanges",
                "datagrams lost",
                "late replies",
                "reopened");
            using (html.Open("tbody"))
            {
                foreach (var kept in rows)
                {
                    Row(page, kept);
                }
            }
        }

        html.Line();
    }

    private static void Row(ReportPage page, LoadKept kept)
    {
        var html = page.Html;
        var family =
            page.Families.First(family => family.Workloads.Any(workload => workload.Workload.Name == kept.Cell.Cell.Workload.Name));
        using (html.Open("tr", page.OfArm(kept.Cell.Arm), page.Of(family), page.OfLink(kept.Cell.Cell.Crosses)))
        {
            using (html.Open("th", ("scope", "row")))
            {
                html.Element("code", kept.Cell.Cell.Id);
            }

            html.Element("td", Time(kept.SendLatenessP99));
            html.Element("td", Time(kept.SendLatenessMaximum));
            html.Element("td", kept.LongestBacklog is { } backlog ? NumberText.Whole(backlog) : Conditions.None);
            html.Element("td", kept.Failed > 0 ? Share(kept.Failed, kept.Due) : "none");
            html.Element("td", kept is { DatagramsSent: > 0 and var sent, DatagramsLost: { } lost } ? Share(lost, sent) : Conditions.None);
            html.Element("td", kept.LateReplies > 0 ? NumberText.Whole(kept.LateReplies) : Conditions.None);
            html.Element("td", kept.Reopened > 0 ? NumberText.Whole(kept.Reopened) : Conditions.None);
        }

        html.Line();
    }

    private static string Time(double? microseconds) =>
        microseconds is { } time ? NumberText.Of(time, Quantity.Microseconds) : Conditions.None;

    private static string Share(long part, long whole) =>
        $"{NumberText.Whole(part)} of {NumberText.Whole(whole)} ({NumberText.Share(part, whole)})";
}
