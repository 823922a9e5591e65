using System.Globalization;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Html;

/// <summary>Every cell with every figure, as one table per kind of workload; each cell unfolds into its trials.</summary>
internal static class HtmlCells
{
    public static void Write(ReportPage page)
    {
        var html = page.Html;
        html.Element(
            "p",
            "Each figure is the centre of the trials that succeeded; below it stands its 95 % interval over trials. "
                + "Percentiles are computed within each trial and never averaged across samples. Unfold a cell to see its trials.",
            ("class", "sub"));
        var rows = page.Summary.Workloads.SelectMany(workload => workload.Cells.Select(cell => (Workload: workload, Cell: cell)));
        foreach (var group in rows.GroupBy(row => row.Workload.IsBulk ? "" : Metrics.CostUnit(row.Workload.Workload)))
        {
            Table(page, [.. group], group.Key);
        }
    }

    private static void Table(ReportPage page, List<(WorkloadSummary Workload, CellSummary Cell)> rows, string unit)
    {
        // A figure that no cell has, such as p99.9 of short trials or bytes on the wire without links, is no column.
        var all = rows.SelectMany(row => Metrics.Of(row.Workload.Workload)).Distinct().ToList();
        var metrics = all.Where(metric => rows.Any(row => row.Cell[metric] is not null)).ToList();
        var html = page.Html;
        LeftOut(html, rows, [.. all.Except(metrics)]);
        var caption = unit.Length == 0 ? "Bulk transfers; costs per MiB received"
            : $"{char.ToUpperInvariant(unit[0])}{unit[1..]}s; costs per {unit}";
        using (page.Scroll(caption))
        using (html.Open("table", ("class", "sortable")))
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

            foreach (var (workload, cell) in rows)
            {
                using (html.Open("tbody", page.OfArm(cell.Arm), page.Of(page.FamilyOf(workload)), page.OfLink(workload.Link)))
                {
                    Row(page, workload, cell, metrics);
                    if (cell.Planned > 0)
                    {
                        HtmlTrials.Write(page, cell, metrics, columns: metrics.Count + 4);
                    }
                }
            }
        }
    }

    private static void LeftOut(MarkupWriter html, List<(WorkloadSummary Workload, CellSummary Cell)> rows, List<Metric> metrics)
    {
        var percentiles = metrics.Where(metric => metric.SamplesNeeded > 0).ToList();
        if (percentiles.Count > 0 && rows.Any(row => row.Cell.State is CellState.Measured))
        {
            html.Element(
                "p",
                $"No column, since no cell has it: {string.Join(", ", percentiles.Select(metric =>
                    $"{metric.Key} (needs {NumberText.Whole(metric.SamplesNeeded)} samples per trial)"))}.",
                ("class", "how"));
        }
    }

    private static void Row(ReportPage page, WorkloadSummary workload, CellSummary cell, IReadOnlyList<Metric> metrics)
    {
        var html = page.Html;
        using (html.Open("tr", ("data-cell", cell.Cell.Id)))
        {
            page.ArmHeading(cell.Arm);
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

        Number(html, metric, figure);
    }

    /// <summary>A figure with its interval, which its column is ordered by.</summary>
    public static void Number(MarkupWriter html, Metric metric, Figure figure)
    {
        using (html.Open("td", ("data-metric", metric.Key), ("data-v", figure.Centre.ToString("G5", CultureInfo.InvariantCulture))))
        {
            html.Element("span", figure.Text, ("class", "num"));
            html.Element("span", figure.Low is null ? "" : figure.IntervalText, ("class", "ci"));
        }
    }
}
