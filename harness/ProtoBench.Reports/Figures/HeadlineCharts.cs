using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Figures;

/// <summary>
/// The one chart of a page's first screen: a row per arm, the best first, with intervals. What it shows follows from what the run varied.
/// </summary>
internal static class HeadlineCharts
{
    // Narrow enough to be read on a telephone, where it is drawn smaller than this.
    private const double Width = 440;

    /// <summary>Rows above this many are set closer, so that the chart stays within a screen.</summary>
    private const int Roomy = 10;

    /// <summary>Columns of a run that one row can show and a reader can still tell apart.</summary>
    private const int MostColumns = 4;

    private static readonly MarkerShape[] Shapes =
        [MarkerShape.Circle, MarkerShape.Square, MarkerShape.Diamond, MarkerShape.TriangleUp];

    private static readonly string[] Signs = ["●", "■", "◆", "▲"];

    /// <summary>Null when nothing was measured.</summary>
    public static ReportChart? Of(IReadOnlyList<WorkloadFamily> families, Palette palette) =>
        families.Select(family => Of(family, palette)).FirstOrDefault(chart => chart is { Chart.IsEmpty: false });

    private static ReportChart? Of(WorkloadFamily family, Palette palette)
    {
        if (family.Links.Count == 1 && !family.SweepsPayload && UsableCapacity.Of(family.Workloads[0]) is { Count: > 0 } capacities)
        {
            return Sized(Capacity(family.Workloads[0], capacities, palette));
        }

        return family.Panels is not [var only] ? Sized(Times(family, palette))
            : only.Workload.IsBulk || Metrics.IsDecidedByItsOwn(only.Workload.Workload)
                || only.Load.Cells.All(cell => cell[Metrics.P50] is null) ? Sized(Single(only, palette))
            : QuantileCharts.Of([only], palette, new ChartSize(Width, 0)).Select(Sized).First();
    }

    private static ReportChart Sized(ReportChart chart)
    {
        var rows = ((BandScale)chart.Chart.Y.Scale).Categories.Count;
        return chart with { Chart = chart.Chart with { Width = Width, Height = 58 + ((rows > Roomy ? 19 : 25) * rows) } };
    }

    // Bulk transfers, and exchanges too few for a percentile: their rate. Kinds that a figure of their own decides: that.
    private static ReportChart Single(ReportPanel panel, Palette palette)
    {
        var metric = panel.Workload.IsBulk ? Metrics.Goodput
            : Metrics.IsDecidedByItsOwn(panel.Workload.Workload) ? Metrics.Typical(panel.Workload.Workload)
            : Metrics.Throughput;
        var cells = ArmOrder.Of(panel.Load.Cells, metric);
        var figures = cells.Select(cell => cell[metric]).OfType<Figure>();
        return new ReportChart(
            new Chart
            {
                Id = $"{panel.Id}-headline",
                Title = $"{metric.Heading}, the best first: {panel.Title}",
                Description = string.Join(" ", cells.Select(cell => $"{cell.Arm}: {cell[metric]?.Text ?? CellText.Short(cell)}.")),
                EmptyText = "No arm has a valid trial, so there is nothing to compare.",
                X = new Axis(
                    LogScale.Over(IntervalRange.Logarithmic(figures.Select(figure => (figure.Centre, figure.Low, figure.High)))),
                    $"{metric.Title}, log scale",
                    metric.Quantity),
                Y = new Axis(new BandScale([.. cells.Select(cell => cell.Arm)]), "", Quantity.Count),
                Marks = [.. cells.Select((cell, row) => (Mark)(cell[metric] is { } figure
                    ? Dot(palette[cell.Arm], row, figure.Centre, figure.Low, figure.High, FigureTip.Of(cell.Arm, figure))
                    : Note(row, CellText.Short(cell))))],
            },
            $"Further {(metric.LowerIsBetter ? "left" : "right")} is better. Lines are 95 % intervals over trials. " + IntervalRange.Note,
            panel);
    }

    // The step at which an arm gave up is known, the rate at which it would have is not: it lies between two steps.
    private static ReportChart Capacity(WorkloadSummary workload, IReadOnlyList<UsableCapacity> capacities, Palette palette)
    {
        var rates = workload.Loads.Where(load => load.Load.IsSteady)
            .Select(load => load.Load.Rate!.Value).Order().ToList();
        var rows = capacities.OrderByDescending(capacity => capacity.Cell?.Cell.Load.Rate ?? 0).ToList();
        return new ReportChart(
            new Chart
            {
                Id = $"{workload.Anchor}-capacity",
                Title = $"Usable capacity: {workload.Title}",
                Description = string.Join(" ", rows.Select(row => $"{row.Arm}: {CapacityText.Of(row)}. {row.EndsBecause}")),
                EmptyText = "No arm carried even the lowest rate.",
                X = new Axis(LogScale.Over(rates), "offered rate that is carried, log scale", Quantity.PerSecond),
                Y = new Axis(new BandScale([.. rows.Select(row => row.Arm)]), "", Quantity.Count),
                Marks = [.. rows.Select((row, i) => Step(row, i, rates, palette))],
            },
            "Further right is better. Point: the highest step that was carried. Line: to the next step, where it was not; the limit lies "
                + "on it. Hollow: the highest that was offered.",
            new ReportPanel(workload, workload.Loads[0], $"{workload.Anchor}-capacity", workload.Title));
    }

    private static Mark Step(UsableCapacity row, int category, List<double> rates, Palette palette)
    {
        if (row.Cell?.Cell.Load.Rate is not { } rate)
        {
            return Note(category, "none of the steps");
        }

        var next = rates.Where(other => other > rate).Select(other => (double?)other).FirstOrDefault();
        return Dot(
            palette[row.Arm],
            category,
            rate,
            next is null ? null : rate,
            next,
            $"{row.Arm}\n{CapacityText.Of(row)}\n{row.EndsBecause}",
            hollow: next is null);
    }

    // Over several links, sizes or loads the figures themselves are decades apart; how many times the best is comparable.
    private static ReportChart Times(WorkloadFamily family, Palette palette)
    {
        var columns = Chosen(family);
        var metric = columns[0].Metric;
        var rows = family.Panels[0].Load.Cells.Select(cell => cell.Arm)
            .Select(arm => (
                Arm: arm,
                Places: columns.Select(column => column.Ranking.Arms.FirstOrDefault(one => one.Cell.Arm == arm)).ToList()))
            .OrderBy(row => row.Places.All(place => place is null) ? 1 : 0)
            .ThenBy(row => row.Places.Count(place => place is null))
            .ThenBy(row => row.Places.OfType<RankedArm>().Select(place => Math.Log(place.Worse)).DefaultIfEmpty(0).Average())
            .ToList();
        var values = rows.SelectMany(row => row.Places.OfType<RankedArm>()).Select(place => (place.Worse, Low(place), High(place)));
        var names = string.Join(", ", columns.Select((column, i) => $"{Signs[i]} {column.Panel.Title}"));
        return new ReportChart(
            new Chart
            {
                Id = $"{family.Anchor}-headline",
                Title = $"{metric.Heading}, {Times(metric)}: {family.Title}",
                Description = string.Join(" ", rows.Select(row => $"{row.Arm}: {string.Join(", ", row.Places.Select((place, i) =>
                    $"{columns[i].Panel.Title} {(place is null ? "n/a" : NumberText.Of(place.Worse, Quantity.Factor))}"))}.")),
                EmptyText = "No arm has a valid trial, so there is nothing to compare.",
                X = new Axis(
                    LogScale.Over([1, .. IntervalRange.Logarithmic(values)]),
                    $"{metric.Title}, {Times(metric)}, log scale",
                    Quantity.Factor),
                Y = new Axis(new BandScale([.. rows.Select(row => row.Arm)]), "", Quantity.Count),
                Marks =
                [
                    new RuleMark { Style = Palette.Neutral, X = 1, Label = "" },
                    .. rows.SelectMany((row, i) => row.Places.All(place => place is null)
                        ? [Note(i, "not measured")]
                        : row.Places.SelectMany((place, column) =>
                            place is null ? [] : (Mark[])[Place(place, i, column, columns, palette)])),
                ],
            },
            $"Further left is better. {names}; lines are 95 % intervals over trials. {IntervalRange.Note}",
            null,
            metric);
    }

    private static string Times(Metric metric) => metric.LowerIsBetter ? "times the best" : "how many times below the best";

    // Few enough to be told apart: the first, the last and those evenly between, where two or more arms can be compared.
    private static List<(ReportPanel Panel, Metric Metric, Ranking Ranking)> Chosen(WorkloadFamily family)
    {
        var metric = (family.IsBulk ? [Metrics.Goodput] : (Metric[])[Metrics.Typical(family.Workloads[0].Workload), Metrics.Throughput])
            .MaxBy(metric => family.Panels.Sum(panel => panel.Load.Cells.Count(cell => cell[metric] is not null)))!;
        var all = family.Panels.Select(panel => (panel, metric, panel.Load.Rank(metric))).ToList();
        var comparable = all.Where(one => one.Item3 is { IsGiven: false, Arms.Count: > 1 }).ToList();
        comparable = comparable.Count == 0 ? all : comparable;
        return comparable.Count <= MostColumns
            ? comparable
            : [.. Enumerable.Range(0, MostColumns).Select(i => comparable[i * (comparable.Count - 1) / (MostColumns - 1)])];
    }

    private static DotMark Place(
        RankedArm place, int row, int column, List<(ReportPanel Panel, Metric Metric, Ranking Ranking)> columns, Palette palette) =>
        Dot(
            palette[place.Cell.Arm],
            row,
            place.Worse,
            Low(place),
            High(place),
            FigureTip.Of(place.Cell.Arm, place.Figure, columns[column].Panel.Title)) with
        {
            Shape = Shapes[column],
            Hollow = place is { AmongBest: false, IsRanked: false },
            Offset = (column - ((columns.Count - 1) / 2.0)) * 0.22,
        };

    private static double? Low(RankedArm place) => place.Figure.Metric.LowerIsBetter ? place.RatioLow : 1 / place.RatioHigh;

    private static double? High(RankedArm place) => place.Figure.Metric.LowerIsBetter ? place.RatioHigh : 1 / place.RatioLow;

    private static DotMark Dot(
        SeriesStyle style, int row, double value, double? low, double? high, string tip, bool hollow = false) => new()
        {
            Style = style,
            Category = row,
            Value = value,
            Low = low,
            High = high,
            Shape = MarkerShape.Circle,
            Hollow = hollow,
            Tip = tip,
        };

    private static NoteMark Note(int row, string text) => new() { Style = Palette.Neutral, Category = row, Text = text };
}
