using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Figures;

namespace ProtoBench.Reports.Html;

/// <summary>Charts side by side, as many in a row as fit.</summary>
internal static class HtmlFigures
{
    /// <summary>More small multiples than this are folded: a reader of so many looks for one of them.</summary>
    private const int MostShown = 6;

    /// <summary>
    /// Small multiples of one kind. Of very many, the first, the middle and the last are shown and the others can be unfolded.
    /// </summary>
    public static void Panels(ReportPage page, List<ReportChart> charts)
    {
        if (charts.Count <= MostShown)
        {
            Grid(page, charts);
            return;
        }

        var shown = new[] { 0, charts.Count / 2, charts.Count - 1 };
        Grid(page, [.. shown.Select(index => charts[index])]);
        Folded(
            page, $"The other {charts.Count - shown.Length} of {charts.Count}", [[.. charts.Where((_, index) => !shown.Contains(index))]]);
    }

    /// <summary>Grids behind a title that unfolds them.</summary>
    public static void Folded(ReportPage page, string title, IReadOnlyList<List<ReportChart>> grids)
    {
        using (page.Html.Open("details", ("class", "fold")))
        {
            page.Html.Element("summary", title);
            foreach (var grid in grids)
            {
                Grid(page, grid);
            }
        }
    }

    /// <summary>Charts in rows; nothing when there are none.</summary>
    public static void Grid(ReportPage page, List<ReportChart> figures)
    {
        if (figures.Count == 0)
        {
            return;
        }

        // Small multiples are read alike, so the line that tells how stands once above them.
        var html = page.Html;
        var alike = figures.Count > 1 && figures.All(figure => figure.HowToRead == figures[0].HowToRead);
        if (alike)
        {
            html.Element("p", figures[0].HowToRead, ("class", "how"));
        }

        var small = figures.All(figure => figure.Chart.Width <= ChartSize.Small.Width);
        using (html.Open("div", ("class", small ? "charts small" : "charts")))
        {
            foreach (var figure in figures)
            {
                Figure(page, figure, captioned: !alike);
            }
        }
    }

    /// <summary>The chart of the first screen, with how to read it below: there it comes after the figures.</summary>
    public static void Headline(MarkupWriter html, ReportChart chart, Action<Chart> draw)
    {
        using (html.Open("figure", ("class", "headline")))
        {
            html.Element("figcaption", chart.Chart.Title);
            draw(chart.Chart);
            html.Element("p", chart.HowToRead, ("class", "how"));
        }

        html.Line();
    }

    /// <summary>Charts of pages without arms.</summary>
    public static void Plain(MarkupWriter html, IReadOnlyList<ReportChart> charts, Action<Chart> draw)
    {
        using (html.Open("div", ("class", charts.All(chart => chart.Chart.Width <= ChartSize.Small.Width) ? "charts small" : "charts")))
        {
            foreach (var chart in charts)
            {
                using (html.Open("figure"))
                {
                    using (html.Open("figcaption"))
                    {
                        html.Element("b", chart.Chart.Title);
                        html.Element("span", chart.HowToRead);
                    }

                    draw(chart.Chart);
                }

                html.Line();
            }
        }
    }

    private static void Figure(ReportPage page, ReportChart figure, bool captioned)
    {
        var html = page.Html;
        using (html.Open("figure", page.OfLink(figure.Panel?.Workload.Link), page.Of(figure.Metric)))
        {
            using (html.Open("figcaption"))
            {
                html.Element("b", figure.Chart.Title);
                if (captioned)
                {
                    html.Element("span", figure.HowToRead);
                }
            }

            if (figure.Chart.IsEmpty)
            {
                html.Element("p", figure.Chart.EmptyText, ("class", "none"));
            }
            else
            {
                page.Draw(figure.Chart);
            }
        }

        html.Line();
    }
}
