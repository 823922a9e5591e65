using ProtoBench.Charts;
using ProtoBench.Scenarios;

namespace ProtoBench.Reports;

/// <summary>
/// Arms by load points for each headline figure, or arms by figures where there is one load point; shaded by how far behind the best they
/// are.
/// </summary>
internal static class HtmlMatrix
{
    private const string HowToRead =
        "Each figure stands above its 95 % interval over trials and its ratio to the best of the column; the stronger the tint, "
            + "the further "
        + "behind. Solid outline: the best. Dashed and undecided: at 95 % the trials show no difference to the best, because "
        + "there is little or "
        + "because they differ too much among themselves.";

    public static void Write(MarkupWriter html, RunSummary summary, WorkloadSummary workload)
    {
        html.Element("p", HowToRead, ("class", "how"));
        if (workload.Loads.Count == 1)
        {
            var metrics = workload.IsBulk ? Metrics.Headline(workload.Workload.Kind) : [.. Metrics.Percentiles, Metrics.Throughput];
            var columns = metrics
                .Select(metric => new MatrixColumn(metric.Title, workload.Loads[0], workload.Loads[0].Rank(metric)))
                .ToList();
            Table(html, summary, Caption(workload.Loads[0]), columns);
            return;
        }

        foreach (var metric in Metrics.Headline(workload.Workload.Kind))
        {
            var columns = workload.Loads.Select(load => new MatrixColumn(load.Title, load, load.Rank(metric))).ToList();
            Table(html, summary, metric.Heading + Kind(workload, metric), columns);
        }
    }

    /// <summary>Arms by links for each headline figure and load point of one workload.</summary>
    public static void WriteLinks(MarkupWriter html, RunSummary summary, IReadOnlyList<WorkloadSummary> family)
    {
        foreach (var metric in Metrics.Headline(family[0].Workload.Kind))
        {
            for (var index = 0; index < family[0].Loads.Count; index++)
            {
                var columns = family.Select(workload => new MatrixColumn(workload.Link, workload.Loads[index], workload.Loads[index].Rank(metric))).ToList();
                Table(html, summary, $"{metric.Heading}, {family[0].Loads[index].Title}", columns);
            }
        }
    }

    private static string Caption(LoadSummary load) =>
        $"{load.Title}{(load.Cells[0].Cell.Workload.Kind is WorkloadKind.Exchange ? $"; latency is {LoadText.LatencyKind(load.Load.Loop)}" : "")}";

    private static string Kind(WorkloadSummary workload, Metric metric)
    {
        var kinds = workload.Loads.Select(load => LoadText.LatencyKind(load.Load.Loop)).Distinct(StringComparer.Ordinal).ToList();
        return metric.SamplesNeeded == 0
            ? ""
            : kinds.Count == 1 ? $" ({kinds[0]})" : " (open loops: response time; closed loops: service time)";
    }

    private static void Table(MarkupWriter html, RunSummary summary, string caption, List<MatrixColumn> columns)
    {
        using (html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", caption)))
        using (html.Open("table", ("class", "matrix")))
        {
            html.Element("caption", caption);
            using (html.Open("thead"))
            using (html.Open("tr"))
            {
                html.Element("th", "arm", ("scope", "col"), ("class", "text"));
                foreach (var column in columns)
                {
                    html.Element("th", column.Title, ("scope", "col"));
                }
            }

            using (html.Open("tbody"))
            {
                for (var row = 0; row < columns[0].Load.Cells.Count; row++)
                {
                    Row(html, summary.Palette, columns, row);
                }
            }
        }

        html.Line();
    }

    private static void Row(MarkupWriter html, Palette palette, List<MatrixColumn> columns, int row)
    {
        var arm = columns[0].Load.Cells[row].Arm;
        using (html.Open("tr"))
        {
            using (html.Open("th", ("scope", "row"), ("title", arm)))
            {
                HtmlKey.Write(html, palette[arm]);
                html.Text(arm);
            }

            foreach (var column in columns)
            {
                Cell(html, column, column.Load.Cells[row]);
            }
        }

        html.Line();
    }

    private static void Cell(MarkupWriter html, MatrixColumn column, CellSummary cell)
    {
        if (column.Ranking.Of(cell) is not { } arm)
        {
            var text = cell.State is not CellState.Measured ? CellText.Short(cell)
                : column.Ranking.Metric.SamplesNeeded is > 0 and var samples ? $"n/a: needs {NumberText.Whole(samples)} samples"
                : $"n/a: {cell.Figures[column.Ranking.Metric.Key].Withheld}";
            html.Element("td", text, ("class", "off"), ("title", cell.Reason.Length > 0 ? cell.Reason : null));
            return;
        }

        var outline = !arm.AmongBest || !column.Ranking.IsDecidable ? "" : arm.IsBest ? " best" : " equal";
        using (html.Open("td", ("class", $"h{Level(arm)}{outline}")))
        {
            html.Element("span", arm.Figure.Text, ("class", "num"));
            html.Element("span", arm.Figure.IntervalText.Length > 0 ? arm.Figure.IntervalText : "one trial", ("class", "ci"));
            html.Element("span", Ratio(arm, column.Ranking), ("class", "ratio"));
            if (cell.MissedRate)
            {
                html.Element("span", $"at {cell[Metrics.Throughput]!.Text} only", ("class", "missed"));
            }
        }
    }

    private static string Ratio(RankedArm arm, Ranking ranking) => arm switch
    {
        { IsBest: true } when ranking.Arms.Count == 1 => "alone",
        { IsBest: true } => ranking.IsDecidable ? "best" : "best seen",
        { AmongBest: true } => $"{NumberText.Of(arm.Ratio, Quantity.Factor)}, undecided",
        _ => NumberText.Of(arm.Ratio, Quantity.Factor),
    };

    // Two shades for every factor of two and a half or so; from eleven times on all are equally dark.
    private static int Level(RankedArm arm) => (int)Math.Clamp(Math.Ceiling((1.6 * Math.Log2(arm.Worse)) - 0.1), 0, 6);

    private sealed record MatrixColumn(string Title, LoadSummary Load, Ranking Ranking);
}
