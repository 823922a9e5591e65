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

    public static void Write(TextWriter output, WorkloadSummary workload, LoadSummary load)
    {
        var cells = load.Cells.Where(cell => cell.State is CellState.Measured).ToList();
        if (workload.IsBulk)
        {
            Series(output, [.. cells.Where(cell => Middle(cell).Measurement!.Series.Any(sample => sample.Second >= 0))]);
        }
        else
        {
            Latencies(output, [.. cells.Where(cell => cell.Latency is not null)]);
        }
    }

    private static void Latencies(TextWriter output, List<CellSummary> cells)
    {
        if (cells.Count == 0)
        {
            return;
        }

        // The outermost thousandths may lie a second away; the columns at the ends count them.
        var (least, most) =
            (cells.Min(cell => cell.Latency!.ValueAtQuantile(0.001)), cells.Max(cell => cell.Latency!.ValueAtQuantile(0.999)));
        var (low, high) = (Math.Log(Math.Max(1, least)), Math.Log(Math.Max(2, most)));
        TextLines.Line(
            output,
            $"latencies from {NumberText.Of(Math.Exp(low) / 1e3, Quantity.Microseconds)} to "
                + $"{NumberText.Of(Math.Exp(high) / 1e3, Quantity.Microseconds)}, "
                + "both axes logarithmic; the end columns hold what lies beyond");
        var shares = cells.ToDictionary(cell => cell.Arm, cell => Shares(cell.Latency!, low, high), StringComparer.Ordinal);
        var fullest = shares.Values.Max(arm => arm.Max());
        Lines(output, cells, cell => Sparkline.Of(shares[cell.Arm].Select(share => Height(share / fullest)), Decades));
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

    private static void Series(TextWriter output, List<CellSummary> cells)
    {
        if (cells.Count == 0)
        {
            return;
        }

        var highest = cells.SelectMany(cell => Window(cell)).Max(sample => sample.Rate);
        TextLines.Line(output, $"goodput over the window, middle trial; a full block is {NumberText.Of(highest, Quantity.BytesPerSecond)}");
        Lines(output, cells, cell => Sparkline.Of(Thinned([.. Window(cell).Select(sample => sample.Rate)]), highest));
    }

    private static void Lines(TextWriter output, List<CellSummary> cells, Func<CellSummary, string> draw)
    {
        var widest = cells.Max(cell => TextLines.Name(cell.Arm).Length);
        foreach (var cell in cells)
        {
            TextLines.Line(output, $"{TextLines.Name(cell.Arm).PadRight(widest)}  {draw(cell)}");
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
