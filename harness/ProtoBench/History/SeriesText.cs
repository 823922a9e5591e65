using System.Globalization;
using ProtoBench.Charts;
using ProtoBench.Statistics;

namespace ProtoBench.History;

/// <summary>What is found in a series, in words.</summary>
internal static class SeriesText
{
    /// <summary>A few words for a table.</summary>
    public static string Short(HistorySeries series) => series.Analysis switch
    {
        { State: SeriesState.TooShort } => $"insufficient history ({series.Points.Count}/{SeriesAnalysis.FewestPoints})",
        { State: SeriesState.HasZeros } => "has zeros, not judged",
        { Newest: { } change } => Word(series) + " " + Percent(RatioOf(series, change)) + Remark(series),
        { State: SeriesState.Waiting } analysis =>
            $"{Percent(RatioOf(series, analysis.Changes[^1]))}? waiting ({series.Points.Count - analysis.Changes[^1].Index}/{SeriesAnalysis.PointsAfterChange})",
        { EndsWithSpike: true } => "steady; spike, waiting",
        _ => "steady",
    };

    /// <summary>A change as a sentence with its place, levels and certainty.</summary>
    public static string Sentence(HistorySeries series, ChangePoint change)
    {
        var (before, after) = series.Around(change);
        var at = series.Points[change.Index];
        var quantity = series.Metric.Quantity;
        var text = $"{series.Cell} {series.Metric.Key} {Percent(after / before)} since {at.Place} ({Day(at.Time)}, run {at.Run}): "
            + $"{NumberText.Of(before, quantity)} → {NumberText.Of(after, quantity)} (p = {change.PValue.ToString("0.0000", CultureInfo.InvariantCulture)})";
        if (series.Analysis.IsWeak)
        {
            text += $"; weak: neighbouring runs resemble each other (lag-1 autocorrelation {series.Analysis.Autocorrelation.ToString("0.00", CultureInfo.InvariantCulture)})";
        }

        return text;
    }

    /// <summary>For example <c>+10.2 %</c>.</summary>
    public static string Percent(double ratio) => (ratio - 1).ToString("+0.0 %;-0.0 %", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static double RatioOf(HistorySeries series, ChangePoint change)
    {
        var (before, after) = series.Around(change);
        return after / before;
    }

    private static string Word(HistorySeries series) => series.IsWorse ? "slower" : "faster";

    private static string Remark(HistorySeries series) =>
        (series.Analysis.IsWeak ? ", weak" : "") + (series.Acknowledged is null ? "" : ", acknowledged");
}
