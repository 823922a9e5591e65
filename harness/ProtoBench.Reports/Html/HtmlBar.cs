using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Html;

/// <summary>
/// The bar that stays in sight: the arms' colours and, where scripts run, what to choose. Without script it is the page's legend.
/// </summary>
internal static class HtmlBar
{
    public static void Write(ReportPage page)
    {
        var html = page.Html;
        using (html.Open("div", ("class", "bar"), ("role", "region"), ("aria-label", "Legend and filter")))
        {
            using (html.Open("div", ("class", "choices"), ("hidden", "")))
            {
                Choice(html, "w", "Workload", [.. page.Families.Select(family => family.Title)]);
                Choice(html, "l", "Link", page.Links);
                Choice(html, "m", "Figure", [.. page.Metrics.Select(metric => metric.Key)]);
            }

            using (html.Open("ul", ("class", "legend"), ("aria-label", "Protocols")))
            {
                foreach (var style in page.Palette.Styles)
                {
                    using (html.Open("li", ("data-toggle", style.SeriesText)))
                    {
                        HtmlKey.Write(html, style);
                        html.Element("span", style.Name);
                    }
                }
            }

            html.Element("button", "Show all", ("type", "button"), ("class", "reset"), ("hidden", ""));
        }

        html.Line();
    }

    private static void Choice(MarkupWriter html, string key, string title, IReadOnlyList<string> options)
    {
        if (options.Count < 2)
        {
            return;
        }

        using (html.Open("label"))
        {
            html.Element("span", title);
            using (html.Open("select", ("data-choice", key)))
            {
                html.Element("option", "all", ("value", ""));
                foreach (var option in options)
                {
                    html.Element("option", option, ("value", option));
                }
            }
        }
    }
}
