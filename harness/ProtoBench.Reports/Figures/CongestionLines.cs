using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;
using ProtoBench.Protocols;

namespace ProtoBench.Reports.Figures;

/// <summary>What congestion control did in each arm's middle trial, in a line.</summary>
internal static class CongestionLines
{
    /// <summary>Empty where no arm of the load point was looked at.</summary>
    public static IEnumerable<string> Of(LoadSummary load)
    {
        var measured = load.Cells.Where(cell => cell.Succeeded.Count > 0).ToList();
        if (measured.Exists(cell => Shown(cell) is not null))
        {
            yield return $"Congestion control, of the middle trial: {string.Join("; ", measured.Select(Words))}.";
        }

        foreach (var line in measured.SelectMany(Predicted))
        {
            yield return line;
        }
    }

    // Reno where the link loses packets at random, and only then.
    private static IEnumerable<string> Predicted(CellSummary cell)
    {
        if (Shown(cell) is var (trial, _) && Mathis.Of(trial, cell.Cell.Connections) is { } mathis
            && trial.Measurement!.GoodputBytesPerSecond is { } goodput)
        {
            yield return $"{cell.Arm}, trial {trial.Number}: Mathis et al. (1997) predict "
                + $"{NumberText.Of(mathis.BytesPerSecond, Quantity.BytesPerSecond)} for reno of {NumberText.Whole(mathis.SegmentBytes)} B "
                + $"in {NumberText.Of(mathis.RoundTripMicroseconds, Quantity.Microseconds)} with {NumberText.Share(mathis.LossShare, 1)} "
                + $"lost at random; measured {NumberText.Of(goodput, Quantity.BytesPerSecond)}, {NumberText.Share(goodput, mathis.BytesPerSecond)} "
                + "of it.";
        }
    }

    /// <summary>The busiest connection of the cell's middle trial; null: none was looked at.</summary>
    public static (TrialResult Trial, CongestionSeries Series)? Shown(CellSummary cell) =>
        cell.Succeeded.Count > 0 && SeriesCharts.Middle(cell) is { Measurement.Congestion: [var first, ..] } trial ? (trial, first) : null;

    /// <summary>For example <c>tcp (reno): cwnd 10–64 packets, median 21, cut 7 times, …</c>.</summary>
    public static string Words(CellSummary cell)
    {
        if (Shown(cell) is not var (trial, series))
        {
            return $"{cell.Arm}: not told, {WhyNot(cell)}";
        }

        var seen = CongestionSummary.Of(series);
        var name = trial.Facts?.CongestionControl is { } control ? $" ({control})" : "";
        return $"{cell.Arm}{name}: cwnd {NumberText.Whole(seen.Lowest)}–{NumberText.Whole(seen.Highest)} packets, median "
            + $"{NumberText.Whole(seen.Median)}, cut {Plural.Of(seen.Cuts, "time")}, {Plural.Of(seen.SentAgain, "packet")} sent again by "
            + $"the {series.Side}, smoothed round trip {NumberText.Of(seen.RoundTripMicroseconds, Quantity.Microseconds)}"
            + (seen.DeviationMicroseconds is { } deviation
                ? $" with a mean deviation of {NumberText.Of(deviation, Quantity.Microseconds)}"
                : "")
            + ", delivery rate "
            + NumberText.Of(seen.DeliveryRate, Quantity.BytesPerSecond);
    }

    // What is seen is what sends, in a process of ours, on a connection that lives for a look or more.
    private static string WhyNot(CellSummary cell)
    {
        if (ProtocolCatalog.Find(cell.Cell.Arm.Protocol) is { Traits.OverTcp: false })
        {
            return "the kernel tells it of TCP alone";
        }

        if (cell.Cell.Arm.Server is not null)
        {
            return "its server is not ours, and the client's connections were not seen sending";
        }

        return cell.Succeeded.Any(trial => trial.Measurement?.Congestion is not null)
            ? $"no connection of its middle trial, {SeriesCharts.Middle(cell).Number}, was seen sending"
            : "no connection of it was seen sending, or its run is from before this was kept";
    }
}
