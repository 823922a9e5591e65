using System.Globalization;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Figures;

namespace ProtoBench.Reports.Html;

/// <summary>Delayed exchanges beside packets sent again, arm by arm.</summary>
internal static class HtmlHeadOfLine
{
    public static bool Has(WorkloadFamily family) =>
        family.Panels.Any(Shows);

    public static void Write(ReportPage page, WorkloadFamily family)
    {
        var html = page.Html;
        foreach (var panel in family.Panels.Where(Shows))
        {
            var caption = $"Exchanges held up by lost packets: {family.Title}, {panel.Title}";
            using (page.Scroll(caption, page.OfLink(panel.Workload.Link)))
            using (html.Open("table", ("class", "plain")))
            {
                html.Element("caption", caption);
                page.Headings("arm", "exchanges", "slower than", "delayed", "packets sent again", "delayed per packet");
                using (html.Open("tbody"))
                {
                    foreach (var cell in panel.Load.Cells)
                    {
                        Row(page, cell);
                    }
                }
            }

            foreach (var line in SentAgainLines.Of(panel.Load))
            {
                html.Element("p", line, ("class", "how"));
            }
        }

        html.Element(
            "p",
            "Delayed exchanges are those slower than one and a half round trips of the link, over all valid trials. Packets sent again "
                + "are TCP "
                + "segments retransmitted by the kernel (RetransSegs) and QUIC packets declared lost (RFC 9002), on both sides. About "
                    + "one per "
                + "packet means that a loss held up only its own exchange; many mean head-of-line blocking.",
            ("class", "how"));
    }

    // A link that loses nothing has nothing to show.
    private static bool Shows(ReportPanel panel) => panel.Load.Cells.Any(cell => HeadOfLine.Of(cell) is { SentAgain: > 0 });

    private static void Row(ReportPage page, CellSummary cell)
    {
        var html = page.Html;
        using (html.Open("tr", page.OfArm(cell.Arm)))
        {
            page.ArmHeading(cell.Arm);
            if (HeadOfLine.Of(cell) is not { } line)
            {
                html.Element("td", cell.Succeeded.Count == 0 ? CellText.Short(cell) : "not counted", ("colspan", "5"), ("class", "text"));
                return;
            }

            html.Element("td", Whole(line.Exchanges));
            html.Element("td", NumberText.Of(line.LimitMicroseconds, Quantity.Microseconds));
            html.Element("td", Whole(line.Delayed));
            html.Element("td", Whole(line.SentAgain));
            html.Element("td", line.PerPacket is { } perPacket ? NumberText.Of(perPacket, Quantity.Factor).TrimEnd('×') : Conditions.None);
        }
    }

    private static string Whole(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
