using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Html;

/// <summary>An arm's line and marker as a small picture beside its name: the legend, wherever the name stands.</summary>
internal static class HtmlKey
{
    public static void Write(MarkupWriter html, SeriesStyle style)
    {
        using (html.Open("svg", ("class", $"chart key {style.CssClass}"), ("viewBox", "0 0 26 12"), ("aria-hidden", "true")))
        {
            html.Empty("path", ("class", "line"), ("stroke-dasharray", style.Dashes), ("d", "M1 6L25 6"));
            SvgMarker.Write(html, new Marker(style.Marker, 13, 6, Hollow: false, 4, Tip: null));
        }
    }
}
