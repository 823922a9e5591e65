using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Html;

/// <summary>What the tables of all pages share.</summary>
internal static class HtmlTable
{
    /// <summary>
    /// A table that scrolls sideways where it is wider than the page. Regions need names that differ (WAI-ARIA 1.2, 5.3.4).
    /// </summary>
    public static MarkupWriter.Scope Scroll(MarkupWriter html, string name, params ReadOnlySpan<(string Name, string? Value)> more) =>
        html.Open("div", [("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", name), .. more]);

    /// <summary>A row of column headings.</summary>
    public static void Headings(MarkupWriter html, params ReadOnlySpan<string> titles)
    {
        using (html.Open("thead"))
        using (html.Open("tr"))
        {
            foreach (var title in titles)
            {
                html.Element("th", title, ("scope", "col"), ("class", "text"));
            }
        }
    }

    /// <summary>Names with their values.</summary>
    public static void Ledger(MarkupWriter html, IEnumerable<(string Name, string Value)> facts)
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

    /// <summary>Sentences, one below the other.</summary>
    public static void Sentences(MarkupWriter html, IEnumerable<string> sentences)
    {
        using (html.Open("ul", ("class", "reasons")))
        {
            foreach (var sentence in sentences)
            {
                html.Element("li", sentence);
            }
        }
    }
}
