using ProtoBench.Analysis.Summaries;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Html;

/// <summary>
/// The figures that only one kind of workload has: a table for each kind, with a row for each arm of each of its workloads.
/// </summary>
internal static class HtmlOwnFigures
{
    /// <summary>More ranges are no answer in one line.</summary>
    private const int MostTold = 2;

    private sealed record OfKind(IReadOnlyList<(WorkloadSummary Workload, CellSummary Cell)> Rows, IReadOnlyList<Metric> Metrics)
    {
        public bool SeveralWorkloads => Rows.DistinctBy(row => row.Workload).Count() > 1;

        public bool SeveralLoads => Rows.DistinctBy(row => row.Cell.Cell.Load.Name).Count() > 1;

        public IEnumerable<string> Naming =>
            ((string?[])[SeveralWorkloads ? "workload" : null, "arm", SeveralLoads ? "load" : null]).OfType<string>();

        public string Where(WorkloadSummary workload, CellSummary cell) =>
            (SeveralWorkloads ? ", " + workload.Title : "") + (SeveralLoads ? ", " + LoadText.Of(cell.Cell.Load) : "");
    }

    /// <summary>Null where no cell has such a figure beside the one that stands in every answer.</summary>
    public static PageSection? Of(ReportPage page)
    {
        var kinds = Kinds(page.Summary);
        return kinds.Count == 0 ? null
            : new PageSection("own", "What came of it?", string.Join(" ", kinds.Select(Gist)), () => Write(page, kinds));
    }

    private static IReadOnlyList<OfKind> Kinds(RunSummary summary) =>
    [
        .. from rows in summary.Workloads
               .SelectMany(workload => workload.Cells.Select(cell => (Workload: workload, Cell: cell)))
               .GroupBy(row => row.Workload.Workload.Kind, StringComparer.Ordinal)
           let first = rows.First().Workload.Workload
           let metrics = Metrics.Compared(first, [.. rows.Select(row => row.Cell)])
           where metrics.Any(metric => metric != Metrics.Typical(first))
           select new OfKind([.. rows], [.. metrics.OrderByDescending(metric => metric.AskedFirst)]),
    ];

    // What its readers ask first, from the best to the worst.
    private static string Gist(OfKind kind)
    {
        var typical = Metrics.Typical(kind.Rows[0].Workload.Workload);
        var others = kind.Metrics.Where(metric => metric != typical).ToList();
        var asked = others.Where(metric => metric.AskedFirst).DefaultIfEmpty(others[0]);
        return string.Join(" ", asked.Take(MostTold).Select(metric => Range(kind, metric)));
    }

    private static string Range(OfKind kind, Metric metric)
    {
        var rows = kind.Rows.Where(row => row.Cell[metric] is not null)
            .OrderBy(row => (metric.LowerIsBetter ? 1 : -1) * row.Cell[metric]!.Centre)
            .ToList();
        string Told((WorkloadSummary Workload, CellSummary Cell) row) =>
            $"{row.Cell[metric]!.Text} ({row.Cell.Arm}{kind.Where(row.Workload, row.Cell)})";
        return metric.Heading + ": "
            + (rows.Count == 1 ? Told(rows[0])
                : rows[0].Cell[metric]!.Text == rows[^1].Cell[metric]!.Text ? $"{rows[0].Cell[metric]!.Text} everywhere"
                : $"{Told(rows[0])} to {Told(rows[^1])}")
            + ".";
    }

    private static void Write(ReportPage page, IReadOnlyList<OfKind> kinds)
    {
        page.Html.Element(
            "p",
            "The figures that only this kind of workload has: the centre of the trials that count and its 95 % interval over trials.",
            ("class", "sub"));
        foreach (var kind in kinds)
        {
            Table(page, kind);
        }
    }

    private static void Table(ReportPage page, OfKind kind)
    {
        var html = page.Html;
        var caption = kind.Rows[0].Workload.Workload.Kind;
        using (page.Scroll($"What came of it: {caption}"))
        using (html.Open("table", ("class", "sortable own")))
        {
            html.Element("caption", caption);
            using (html.Open("thead"))
            using (html.Open("tr"))
            {
                foreach (var title in kind.Naming)
                {
                    html.Element("th", title, ("scope", "col"), ("class", "text"));
                }

                foreach (var metric in kind.Metrics)
                {
                    html.Element("th", metric.Title, ("scope", "col"));
                }
            }

            foreach (var (workload, cell) in kind.Rows.Where(row => row.Cell.State is not CellState.NotApplicable))
            {
                using (html.Open("tbody", page.OfArm(cell.Arm), page.Of(page.FamilyOf(workload)), page.OfLink(workload.Link)))
                using (html.Open("tr"))
                {
                    if (kind.SeveralWorkloads)
                    {
                        html.Element("td", workload.Title, ("class", "text"));
                    }

                    page.ArmHeading(cell.Arm);
                    if (kind.SeveralLoads)
                    {
                        html.Element("td", LoadText.Of(cell.Cell.Load), ("class", "text"));
                    }

                    foreach (var metric in kind.Metrics)
                    {
                        Figure(html, cell, metric);
                    }
                }

                html.Line();
            }
        }
    }

    // Why there is none stands beside all figures; here it is asked for by pointing.
    private static void Figure(MarkupWriter html, CellSummary cell, Metric metric)
    {
        if (cell[metric] is not { } figure)
        {
            html.Element("td", cell.State is CellState.Measured ? "n/a" : CellText.Short(cell), ("title", metric.Absence));
            return;
        }

        HtmlCells.Number(html, metric, figure);
    }
}
