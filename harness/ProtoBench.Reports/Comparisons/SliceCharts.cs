using ProtoBench.Model.Results.Pairs;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Figures;

namespace ProtoBench.Reports.Comparisons;

/// <summary>
/// The rate of both sides slice by slice. What the machine does shows in both lines at once; what one side does shows in its own.
/// </summary>
internal static class SliceCharts
{
    private static readonly SeriesStyle Base = new("base", 2, "7 3", MarkerShape.Square, 0);
    private static readonly SeriesStyle New = new("new", 0, null, MarkerShape.Circle, 1);

    /// <summary>One chart a cell; nothing for cells without slices.</summary>
    public static IReadOnlyList<ReportChart> Of(PairRun run)
    {
        var charts = run.Pairs.Where(pair => pair.Counts && pair.Slices.Count > 1)
            .GroupBy(pair => pair.CellIndex)
            .OrderBy(cell => cell.Key)
            .Select(cell => Build(run.Header.New.Cells[cell.Key].Id, [.. cell]))
            .ToList();
        var size = ChartSize.For(charts.Count);
        return [.. charts.Select((chart, i) => new ReportChart(
            chart with { Id = $"slices-{i + 1}", Width = size.Width, Height = size.Height },
            "Level is steady. Bold is the middle pair, the others are faint; both sides were driven in turns."))];
    }

    /// <summary>In one line: how many, and how long.</summary>
    public static string Gist(PairRun run)
    {
        var slices = run.Pairs.Where(pair => pair.Counts).SelectMany(pair => pair.Slices).ToList();
        return slices.Count == 0
            ? "No pair that counts has slices."
            : $"{NumberText.Whole(slices.Count)} slices a side of "
                + $"{NumberText.Of(slices.Average(slice => slice.Seconds) * 1e6, Quantity.Microseconds)} on average, in random order.";
    }

    private static Chart Build(string cell, List<PairResult> pairs)
    {
        var middle = pairs.OrderBy(Ratio).ThenBy(pair => pair.Number).ElementAt((pairs.Count - 1) / 2);
        var faint = pairs.Where(pair => pair != middle)
            .SelectMany(pair => new[] { Line(pair, isBase: true) with { Faint = true }, Line(pair, isBase: false) with { Faint = true } });
        List<LineMark> lines =
        [
            .. faint, Line(middle, isBase: true) with { Label = "base" }, Line(middle, isBase: false) with { Label = "new" },
        ];
        return new Chart
        {
            Id = "",
            Title = $"Rate slice by slice: {cell}",
            Description = $"Middle pair {middle.Number}: new completed {NumberText.Of(Ratio(middle), Quantity.Factor)} what base did.",
            EmptyText = "No slice of this cell completed an exchange.",
            X = new Axis(LinearScale.Over(lines.SelectMany(line => line.Points).Select(point => point.X)), "slice", Quantity.Count),
            Y = new Axis(
                LinearScale.FromZero(lines.SelectMany(line => line.Points).Select(point => point.Y)),
                "exchanges per second",
                Quantity.PerSecond),
            Marks = lines,
        };
    }

    private static double Ratio(PairResult pair) =>
        (double)pair.Slices.Sum(slice => slice.NewCompleted) / Math.Max(1, pair.Slices.Sum(slice => slice.BaseCompleted));

    private static LineMark Line(PairResult pair, bool isBase) => new()
    {
        Style = isBase ? Base : New,
        Points =
        [
            .. pair.Slices.Select((slice, i) => new ChartPoint(
                i + 1, (isBase ? slice.BaseCompleted : slice.NewCompleted) / Math.Max(slice.Seconds, 1e-6)) { Marked = false }),
        ],
    };
}
