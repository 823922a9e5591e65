using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Text;

/// <summary>
/// Below a table one line per arm: how its latencies are distributed, on an axis that all arms share, so that a second hump or a far tail
/// that no percentile shows is seen; for bulk transfers how the rate went over time.
/// </summary>
internal static class TextSpectra
{
    private const int Columns = 48;

    // Heights show shares down to 10^-5 of the fullest column; on a linear height everything but the main hump would be flat.
    private const double Decades = 5;

    public static void Write(TextWriter output, WorkloadSummary workload, LoadSummary load, TextPaper paper)
    {
        var cells = load.Cells.Where(cell => cell.State is CellState.Measured).ToList();
        if (workload.IsBulk)
        {
            Series(output, paper, [.. cells.Where(cell => Middle(cell).Measurement!.Series.Any(sample => sample.Second >= 0))]);
        }
        else
        {
            Latencies(output, paper, [.. cells.Where(cell => cell.Latency is not null)]);
        }
    }

    private static void Latencies(TextWriter output, TextPaper paper, List<CellSummary> cells)
    {
        if (cells.Count == 0)
        {
            return;
        }

        // The outermost thousandths may lie a second away; the columns at the ends count them.
        var (least, most) =
            (cells.Min(cell => cell.Latency!.ValueAtQuantile(0.001)), cells.Max(cell => cell.Latency!.ValueAtQuantile(0.999)));
        var (low, high) = (Math.Log(Math.Max(1, least)), Math.Log(Math.Max(2, most)));
        TextLines.Wrapped(
            output,
            $"latencies from {NumberText.Of(Math.Exp(low) / 1e3, Quantity.Microseconds)} to "
                + $"{NumberText.Of(Math.Exp(high) / 1e3, Quantity.Microseconds)}, "
                + "both axes logarithmic; the end columns hold what lies beyond",
            "",
            paper);
        var shares = cells.ToDictionary(cell => cell.Arm, cell => Shares(cell.Latency!, low, high), StringComparer.Ordinal);
        var fullest = shares.Values.Max(arm => arm.Max());
        Lines(output, paper, cells, cell => Sparkline.Of(shares[cell.Arm].Select(share => Height(share / fullest)), Decades));
    }

    private static double[] Shares(LatencyHistogram latency, double low, double high)
    {
        var shares = new double[Columns];
        foreach (var bucket in latency.Buckets())
        {
            var place = (Math.Log(Math.Max(1, bucket.Highest)) - low) / Math.Max(1e-9, high - low) * Columns;
            shares[(int)Math.Clamp(place, 0, Columns - 1)] += (double)bucket.Count / latency.Count;
        }

        return shares;
    }

    private static double Height(double share) => share <= 0 ? 0 : Math.Max(1e-9, Math.Log10(share) + Decades);

    private static void Series(TextWriter output, TextPaper paper, List<CellSummary> cells)
    {
        if (cells.Count == 0)
        {
            return;
        }

        var highest = cells.SelectMany(cell => Window(cell)).Max(sample => sample.Rate);
        TextLines.Wrapped(
            output,
            $"goodput over the window, middle trial; a full block is {NumberText.Of(highest, Quantity.BytesPerSecond)}",
            "",
            paper);
        Lines(output, paper, cells, cell => Sparkline.Of(Thinned([.. Window(cell).Select(sample => sample.Rate)]), highest));
    }

    private static void Lines(TextWriter output, TextPaper paper, List<CellSummary> cells, Func<CellSummary, string> draw)
    {
        // A name that leaves no room for its picture stands above it.
        var room = paper.Columns - Columns - 2;
        var widest = cells.Select(cell => TextLines.Printable(cell.Arm).Length).Where(length => length <= room).DefaultIfEmpty(0).Max();
        foreach (var cell in cells)
        {
            var name = TextLines.Printable(cell.Arm);
            if (name.Length > room)
            {
                TextLines.Line(output, name);
            }

            TextLines.Line(output, $"{(name.Length > room ? "" : name).PadRight(widest)}  {draw(cell)}");
        }
    }

    private static IEnumerable<RateSample> Window(CellSummary cell) => Middle(cell).Measurement!.Series.Where(sample => sample.Second >= 0);

    private static TrialResult Middle(CellSummary cell) =>
        cell.Succeeded.OrderBy(trial => trial.Measurement!.GoodputBytesPerSecond).ElementAt((cell.Succeeded.Count - 1) / 2);

    // Means of neighbours where there are more samples than columns.
    private static IEnumerable<double> Thinned(double[] rates) => rates.Length <= Columns
        ? rates
        : Enumerable.Range(0, Columns)
            .Select(column => rates[(column * rates.Length / Columns)..((column + 1) * rates.Length / Columns)].Average());
}
