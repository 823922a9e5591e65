using ProtoBench.Charts;

namespace ProtoBench.Reports;

/// <summary>The full ledger of conditions: what was asked, what was negotiated, and on which machine.</summary>
internal static class HtmlConditions
{
    public static void Write(MarkupWriter html, RunSummary summary)
    {
        var conditions = Conditions.Of(summary.Run);
        using (html.Open("section", ("id", "conditions")))
        {
            html.Element("h2", "Conditions");
            html.Element("p", "Two runs are comparable when these are equal.", ("class", "sub"));
            foreach (var part in summary.Parts)
            {
                html.Element("h3", "Asked for" + Of(part));
                Ledger(html, Conditions.AskedFor(part.Run.Plan));
            }

            html.Element("h3", "Negotiated by every arm alike");
            Negotiated(html, conditions);
            foreach (var part in summary.Parts)
            {
                html.Element("h3", "Machine and software" + Of(part));
                Ledger(html, Conditions.MachineOf(part.Run.Fingerprint));
            }
        }

        html.Line();
    }

    private static string Of(RunPart part) => part.Label.Length == 0 ? "" : $" ({part.Label})";

    private static void Negotiated(MarkupWriter html, Conditions conditions)
    {
        if (conditions.Arms.Count == 0)
        {
            html.Element("p", "No connection was made, so nothing was negotiated.", ("class", "sub"));
            return;
        }

        if (conditions.Shared.Count > 0)
        {
            Ledger(html, conditions.Shared);
        }

        if (conditions.Differing.Count > 0)
        {
            html.Element("h3", "Negotiated differently");
            Table(html, conditions);
        }
    }

    private static void Ledger(MarkupWriter html, IReadOnlyList<(string Name, string Value)> facts)
    {
        using (html.Open("dl", ("class", "ledger")))
        {
            foreach (var (name, value) in facts)
            {
                using (html.Open("div"))
                {
                    html.Element("dt", name);
                    html.Element("dd", value);
                }
            }
        }
    }

    // Facts are rows, since there are more of them than arms fit beside each other the other way round.
    private static void Table(MarkupWriter html, Conditions conditions)
    {
        using (html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Facts in which arms differ")))
        using (html.Open("table"))
        {
            using (html.Open("thead"))
            using (html.Open("tr"))
            {
                html.Element("th", "arm", ("scope", "col"), ("class", "text"));
                foreach (var name in conditions.Differing)
                {
                    html.Element("th", name, ("scope", "col"), ("class", "text"));
                }
            }

            using (html.Open("tbody"))
            {
                foreach (var (arm, values) in conditions.Arms)
                {
                    using (html.Open("tr"))
                    {
                        html.Element("th", arm, ("scope", "row"));
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
