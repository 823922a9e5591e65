using System.Globalization;
using ProtoBench.Model.Statistics;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.History;

/// <summary>What is found in a series, in words.</summary>
internal static class SeriesText
{
    /// <summary>A few words for a table.</summary>
    public static string Short(HistorySeries series) => series.Analysis switch
    {
        { State: SeriesState.TooShort } => $"insufficient history ({series.Points.Count}/{SeriesAnalysis.FewestPoints})",
        { State: SeriesState.HasZeros } => "has zeros, not judged",
        { Newest: { } change } when series.Open is { } open && !series.IsWorse =>
            $"slower {Percent(series.Level / open.Baseline)}{Remark(series)}, after {Percent(RatioOf(series, change))}",
        { Newest: null } when series.Open is { } open =>
            $"slower {Percent(series.Level / open.Baseline)} since {Day(series.ChangedAt!.Time)}{Remark(series)}",
        { Newest: { } change } => Word(series) + " " + Percent(RatioOf(series, change)) + Remark(series),
        { State: SeriesState.Waiting } analysis =>
            $"{Percent(RatioOf(series, analysis.Changes[^1]))}? waiting "
                + $"({series.Points.Count - analysis.Changes[^1].Index}/{SeriesAnalysis.PointsAfterChange})",
        { EndsWithSpike: true } => Calm(series) + "; spike, waiting",
        _ => Calm(series),
    };

    // A window with a bump is not steady, even when it is over.
    private static string Calm(HistorySeries series) => series.Analysis.Incidents switch
    {
        [] when series.Analysis.Changes.Count > 0 => "changed near the window's start",
        [] => "steady",
        [var one] => $"back after an incident ({Incident(series, one)})",
        var several => $"back after {several.Count} incidents (newest {Incident(series, several[^1])})",
    };

    private static string Incident(HistorySeries series, Incident incident) =>
        $"{incident.Length} {(incident.Length == 1 ? "run" : "runs")}, {Percent(incident.Ratio)}, "
            + $"{Day(series.Points[incident.Index].Time)}";

    /// <summary>A change as a sentence with its place, levels and certainty.</summary>
    public static string Sentence(HistorySeries series, ChangePoint change)
    {
        var (before, after) = series.Around(change);
        var at = series.Points[change.Index];
        var quantity = series.Metric.Quantity;
        var text = $"{series.Cell} {series.Metric.Key} {Percent(after / before)} since {at.Place} ({Day(at.Time)}, run {at.Run}): "
            + $"{NumberText.Of(before, quantity)} → {NumberText.Of(after, quantity)} (p = "
                + $"{change.PValue.ToString("0.0000", CultureInfo.InvariantCulture)})";
        if (series.Analysis.IsWeak)
        {
            text += series.Analysis.IsRestless
                ? "; weak: the series leaves its level again and again"
                : $"; weak: neighbouring runs resemble each other (lag-1 autocorrelation "
                    + $"{series.Analysis.Autocorrelation.ToString("0.00", CultureInfo.InvariantCulture)})";
        }

        return text;
    }

    /// <summary>An incident that is over as a sentence with its place.</summary>
    public static string Sentence(HistorySeries series, Incident incident)
    {
        var (first, last) = (series.Points[incident.Index], series.Points[incident.Index + incident.Length - 1]);
        return $"{series.Cell} {series.Metric.Key} incident of {incident.Length} {(incident.Length == 1 ? "run" : "runs")}, "
            + $"{Percent(incident.Ratio)}, "
            + $"from {first.Place} ({Day(first.Time)}, run {first.Run}) to {last.Place} ({Day(last.Time)}); over";
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
