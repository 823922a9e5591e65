namespace ProtoBench.Reports;

/// <summary>Charts side by side, as many in a row as fit.</summary>
internal static class HtmlFigures
{
    /// <summary>More small multiples than this are folded: a reader of so many looks for one of them.</summary>
    private const int MostShown = 6;

    /// <summary>
    /// The charts of a family's panels. Of very many, the first, the middle and the last are shown and the others can be unfolded.
    /// </summary>
    /// <param name="page">The page.</param>
    /// <param name="panels">In the family's order.</param>
    /// <param name="draw">The charts of some of the panels, in a size.</param>
    /// <param name="folded">Hide even the first of them behind its title, which then is this; null to show them.</param>
    public static void Panels(
        ReportPage page, IReadOnlyList<ReportPanel> panels, Func<IReadOnlyList<ReportPanel>, ChartSize, IEnumerable<ReportChart>> draw, string? folded = null)
    {
        var charts = draw(panels, ChartSize.For(panels.Count)).ToList();
        if (charts.Count == 0)
        {
            return;
        }

        if (folded is not null)
        {
            Folded(page, folded, charts);
            return;
        }

        if (charts.Count <= MostShown)
        {
            Grid(page, charts);
            return;
        }

        var shown = new[] { 0, charts.Count / 2, charts.Count - 1 };
        Grid(page, [.. shown.Select(index => charts[index])]);
        Folded(page, $"The other {charts.Count - shown.Length} of {charts.Count}", [.. charts.Where((_, index) => !shown.Contains(index))]);
    }

    public static void Folded(ReportPage page, string title, List<ReportChart> charts)
    {
        using (page.Html.Open("details", ("class", "fold")))
        {
            page.Html.Element("summary", title);
            Grid(page, charts);
        }
    }

    public static void Grid(ReportPage page, List<ReportChart> figures)
    {
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
