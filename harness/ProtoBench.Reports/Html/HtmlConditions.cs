using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Html;

/// <summary>The full ledger of conditions: what was asked, what was negotiated, and on which machine.</summary>
internal static class HtmlConditions
{
    public static void Write(ReportPage page, Conditions conditions)
    {
        var (html, summary) = (page.Html, page.Summary);
        HtmlMasthead.Facts(html, summary);
        html.Element(
            "p",
            "The fairness ledger: what was the same for every arm, and what was not. Two runs are comparable when these are equal.",
            ("class", "sub"));
        foreach (var part in summary.Parts)
        {
            html.Element("h3", "Asked for" + Of(part));
            HtmlTable.Ledger(html, Conditions.AskedFor(part.Run.Plan));
        }

        html.Element("h3", "Negotiated by every arm alike");
        Negotiated(page, conditions);
        foreach (var part in summary.Parts)
        {
            Machines(html, part.Run.Fingerprint, part.Run.Hosts, Of(part));
            if (TimeSpent.Rows(part.Run) is { Count: > 0 } spent)
            {
                html.Element("h3", "Time that was not measured" + Of(part));
                HtmlTable.Ledger(html, spent);
            }

            if (NetworkLines.Of(part.Run) is { Count: > 0 } network)
            {
                html.Element("h3", "Network between the hosts, around the trials" + Of(part));
                HtmlTable.Ledger(html, network);
            }

            if (Conditions.OtherWorkOf(part) is { Count: > 0 } other)
            {
                html.Element("h3", "What else the machine did" + Of(part));
                HtmlTable.Ledger(html, other);
            }
        }
    }

    /// <summary>What ran on which machine.</summary>
    public static void Machines(MarkupWriter html, Fingerprint own, IReadOnlyList<RunHost>? hosts, string of)
    {
        foreach (var host in hosts ?? [])
        {
            html.Element("h3", $"Machine and software of the {host.Role}, {host.Name}{of}");
            HtmlTable.Ledger(html, Conditions.HostOf(host.Fingerprint));
        }

        html.Element("h3", (hosts is { Count: > 0 } ? "Machine that started them" : "Machine and software") + of);
        HtmlTable.Ledger(html, Conditions.MachineOf(own));
    }

    private static string Of(RunPart part) => part.Label.Length == 0 ? "" : $" ({part.Label})";

    private static void Negotiated(ReportPage page, Conditions conditions)
    {
        var html = page.Html;
        if (conditions.Arms.Count == 0)
        {
            html.Element("p", "No connection was made, so nothing was negotiated.", ("class", "sub"));
            return;
        }

        if (conditions.Shared.Count > 0)
        {
            HtmlTable.Ledger(html, conditions.Shared);
        }

        if (conditions.Differing.Count > 0)
        {
            html.Element("h3", "Negotiated differently");
            Table(page, conditions);
        }
    }

    private static void Table(ReportPage page, Conditions conditions)
    {
        var html = page.Html;
        using (page.Scroll("Facts in which arms differ"))
        using (html.Open("table"))
        {
            page.Headings([.. conditions.Differing.Prepend("arm")]);
            using (html.Open("tbody"))
            {
                foreach (var (arm, values) in conditions.Arms)
                {
                    using (html.Open("tr", page.OfArm(arm)))
                    {
                        page.ArmHeading(arm);
                        foreach (var value in values)
                        {
                            html.Element("td", value, ("class", "text"));
                        }
                    }
                }
            }
        }
    }
}
