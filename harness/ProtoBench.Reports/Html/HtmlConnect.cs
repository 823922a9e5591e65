using ProtoBench.Analysis.Summaries;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Html;

/// <summary>Cold exchanges in round trips of their link: what of the time is distance, and how many times it was travelled.</summary>
internal static class HtmlConnect
{
    /// <summary>
    /// Only over an emulated link is the length of a round trip known, and only where what is counted is one exchange is its time that of a
    /// first response: a page is many of them.
    /// </summary>
    public static bool Has(WorkloadFamily family) => family.Workloads.Any(
        workload => workload.Workload.Fresh && WorkloadCatalog.Of(workload.Workload.Kind).ConnectionsOfOne(shared: false) is null
            && workload.Cells.Any(cell => RoundTrip.Of(cell) is not null && cell[Metrics.P50] is not null));

    public static void Write(ReportPage page, WorkloadFamily family)
    {
        var html = page.Html;
        foreach (var panel in family.Panels.Where(panel => panel.Load.Cells.Any(cell => RoundTrip.Of(cell) is not null)))
        {
            var caption = $"Round trips until the first response: {family.Title}, {panel.Title}";
            using (page.Scroll(caption, page.OfLink(panel.Workload.Link)))
            using (html.Open("table", ("class", "plain")))
            {
                html.Element("caption", caption);
                page.Headings("arm", "p50", "round trip of the link", "round trips", "of which by the standards", "beyond them");
                using (html.Open("tbody"))
                {
                    foreach (var cell in panel.Load.Cells)
                    {
                        Row(page, cell);
                    }
                }
            }
        }

        html.Element(
            "p",
            "p50 divided by the round trip that the link's certificates measured. A TCP handshake takes one (RFC 9293), TLS 1.3 one more "
                + "(RFC 8446), a WebSocket upgrade one more (RFC 6455), QUIC one for both its handshakes (RFC 9000), and the exchange "
                    + "itself one.",
            ("class", "how"));
    }

    private static void Row(ReportPage page, CellSummary cell)
    {
        var html = page.Html;
        using (html.Open("tr", page.OfArm(cell.Arm)))
        {
            page.ArmHeading(cell.Arm);
            if (cell[Metrics.P50] is not { } p50 || RoundTrip.Of(cell) is not { } trip)
            {
                html.Element("td", CellText.Short(cell), ("colspan", "5"), ("class", "text"));
                return;
            }

            html.Element("td", p50.Text);
            html.Element("td", NumberText.Of(trip, Quantity.Microseconds));
            html.Element("td", NumberText.Of(p50.Centre / trip, Quantity.Factor).TrimEnd('×'));
            if (RoundTrip.Expected(cell) is { } expected)
            {
                html.Element("td", $"{expected}: {RoundTrip.Steps(cell)}", ("class", "text"));
                html.Element("td", NumberText.Of(Math.Max(0, p50.Centre - (expected * trip)), Quantity.Microseconds));
            }
            else
            {
                html.Element("td", "not known for this protocol", ("class", "text"));
                html.Element("td", Conditions.None);
            }
        }
    }
}
