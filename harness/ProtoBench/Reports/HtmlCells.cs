using ProtoBench.Charts;

namespace ProtoBench.Reports;

/// <summary>Every cell with every figure, as one table per kind of workload.</summary>
internal static class HtmlCells
{
    public static void Write(MarkupWriter html, RunSummary summary)
    {
        using (html.Open("section", ("id", "cells"), ("class", "cells")))
        {
            html.Element("h2", "All figures");
            html.Element(
                "p",
                "Each figure is the centre of the trials that succeeded; below it stands its 95 % interval over trials. "
                    + "Percentiles are computed within each trial and never averaged across samples.",
                ("class", "sub"));
            var rows = summary.Workloads.SelectMany(workload => workload.Cells.Select(cell => (Workload: workload, Cell: cell)));
            foreach (var group in rows.GroupBy(row => row.Workload.IsBulk))
            {
                Table(html, summary.Palette, [.. group], group.Key);
            }
        }

        html.Line();
    }

    private static void Table(MarkupWriter html, Palette palette, List<(WorkloadSummary Workload, CellSummary Cell)> rows, bool bulk)
    {
        var metrics = Metrics.Of(rows[0].Workload.Workload.Kind);
        var caption = bulk ? "Bulk transfers; costs per MiB received" : "Exchanges; costs per exchange";
        using (html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", caption)))
        using (html.Open("table"))
        {
            html.Element("caption", caption);
            using (html.Open("thead"))
            using (html.Open("tr"))
            {
                foreach (var title in (ReadOnlySpan<string>)["arm", "workload", "load", "valid trials"])
                {
                    html.Element("th", title, ("scope", "col"), ("class", "text"));
                }

                foreach (var metric in metrics)
                {
                    html.Element("th", metric.Title, ("scope", "col"));
                }
            }

            using (html.Open("tbody"))
            {
                foreach (var (workload, cell) in rows)
                {
                    Row(html, palette, workload, cell, metrics);
                }
            }
        }
    }

    private static void Row(MarkupWriter html, Palette palette, WorkloadSummary workload, CellSummary cell, IReadOnlyList<Metric> metrics)
    {
        using (html.Open("tr", ("data-cell", cell.Cell.Id)))
        {
            using (html.Open("th", ("scope", "row")))
            {
                HtmlKey.Write(html, palette[cell.Arm]);
                html.Text(cell.Arm);
            }

            html.Element("td", workload.Title, ("class", "text"));
            html.Element("td", LoadText.Of(cell.Cell.Load), ("class", "text"));
            html.Element("td", cell.State is CellState.Measured ? cell.TrialsText : CellText.Short(cell), ("class", "text"));
            foreach (var metric in metrics)
            {
                Figure(html, cell, metric);
            }
        }

        html.Line();
    }

    private static void Figure(MarkupWriter html, CellSummary cell, Metric metric)
    {
        if (cell[metric] is not { } figure)
        {
            using (html.Open("td", ("class", "wrap")))
            {
                html.Text(cell.State is CellState.Measured ? "n/a" : Conditions.None);
                if (cell.Figures.TryGetValue(metric.Key, out var missing) && missing.Withheld is { } why)
                {
                    html.Element("span", why, ("class", "ci"));
                }
            }

            return;
        }

        using (html.Open("td", ("data-metric", metric.Key)))
        {
            html.Element("span", figure.Text, ("class", "num"));
            html.Element("span", figure.IntervalText, ("class", "ci"));
        }
    }
}
