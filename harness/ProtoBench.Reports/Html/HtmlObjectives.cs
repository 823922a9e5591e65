using ProtoBench.Analysis.Objectives;

namespace ProtoBench.Reports.Html;

/// <summary>Which cells meet the scenario's objectives.</summary>
internal static class HtmlObjectives
{
    /// <summary>Every cell that has objectives, with what it makes of them.</summary>
    public static IReadOnlyList<(string Arm, string Link, ObjectiveFinding Finding)> Of(ReportPage page) =>
    [
        .. page.Summary.Cells.SelectMany(cell => RunObjectives.Of(page.Summary.Run, cell.Cell)
            .Select(finding => (cell.Arm, cell.Cell.Crosses, finding))),
    ];

    /// <summary>For example <c>5 met, 1 missed, of 1 nobody can tell</c>.</summary>
    public static string Gist(IReadOnlyList<(string Arm, string Link, ObjectiveFinding Finding)> findings)
    {
        int Count(ObjectiveOutcome outcome) => findings.Count(one => one.Finding.Outcome == outcome);
        var unknown = Count(ObjectiveOutcome.CannotTell);
        return $"{Count(ObjectiveOutcome.Met)} met, {Count(ObjectiveOutcome.Missed)} missed"
            + (unknown > 0 ? $", of {unknown} nobody can tell" : "") + ".";
    }

    public static void Write(ReportPage page, IReadOnlyList<(string Arm, string Link, ObjectiveFinding Finding)> findings)
    {
        var html = page.Html;
        const string Caption = "Objectives";
        using (page.Scroll(Caption))
        using (html.Open("table", ("class", "plain")))
        {
            html.Element("caption", Caption);
            page.Headings("arm", "cell", "objective", "verdict", "measured");
            using (html.Open("tbody"))
            {
                foreach (var (arm, link, finding) in findings)
                {
                    using (html.Open("tr", page.OfArm(arm), page.OfLink(link)))
                    {
                        page.ArmHeading(arm);
                        html.Element("td", finding.CellId, ("class", "text"));
                        html.Element("td", finding.LimitText, ("class", "text"));
                        html.Element("td", finding.Word, ("class", "text"));
                        html.Element("td", finding.Found, ("class", "text wrap"));
                    }
                }
            }
        }

        html.Element(
            "p",
            "Met: the whole 95 % interval over trials keeps the limit. Missed: the whole interval does not. Cannot tell: the limit lies "
                + "within it, or there are too few trials or samples for one.",
            ("class", "how"));
    }
}
