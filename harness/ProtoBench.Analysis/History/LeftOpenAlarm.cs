using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Statistics;

namespace ProtoBench.Analysis.History;

/// <summary>
/// An alarm in a series that newer runs do not go on with, because the environment, the scenario's conditions or the meaning of the cell
/// changed. What replaced it cannot show that the change is over, so it stays open until somebody acknowledges it or it is measured to be
/// over: in a newer series of the same cell and figure, <see cref="SeriesAnalysis.PointsAfterChange"/> runs have a median within 3 % of the
/// level before the alarm, or better.
/// </summary>
/// <param name="Series">The series.</param>
/// <param name="ReplacedBy">The first run of the scenario after it that measured otherwise.</param>
/// <param name="Differences">What changed, such as <c>kernel 6.18.44 → 6.18.45</c>.</param>
internal sealed record LeftOpenAlarm(HistorySeries Series, string ReplacedBy, IReadOnlyList<string> Differences)
{
    /// <param name="content">Of the store.</param>
    /// <param name="judged">The series that are judged by themselves.</param>
    /// <param name="metrics">The figures wanted.</param>
    public static IReadOnlyList<LeftOpenAlarm> Of(
        HistoryContent content, IReadOnlyList<HistorySeries> judged, IReadOnlyList<Metric> metrics)
    {
        var known = judged.Select(KeyOf).ToHashSet();
        var replaced = content.Points
            .GroupBy(point => point.Scenario)
            .SelectMany(scenario => HistorySeriesBuilder.Of(content with { Points = [.. scenario] }, metrics))
            .ToList();
        return
        [
            .. replaced
                .Where(series => !known.Contains(KeyOf(series)) && series.Alarms && !IsOver(series, replaced))
                .Select(series => Named(series, content.Points)),
        ];
    }

    private static (string Scenario, string ScenarioHash, string Fingerprint, string Cell, string CellHash, string Metric) KeyOf(
        HistorySeries series) =>
        (series.Scenario, series.ScenarioHash, series.Fingerprint, series.Cell, series.CellHash, series.Metric.Key);

    // A cell that means something else now has no figures to compare with; another environment's may be as good as they were.
    private static bool IsOver(HistorySeries old, List<HistorySeries> all) => all.Exists(series =>
        (series.Scenario, series.Cell, series.CellHash, series.Metric.Key) == (old.Scenario, old.Cell, old.CellHash, old.Metric.Key)
        && !ReferenceEquals(series, old)
        && series.Points.Where(point => point.Time > old.Points[^1].Time).TakeLast(SeriesAnalysis.PointsAfterChange).ToList() is var since
        && since.Count == SeriesAnalysis.PointsAfterChange
        && !OpenChange.IsWorse(SpikeClip.Median([.. since.Select(point => point.Value)]), old.Open!.Baseline, old.Metric.LowerIsBetter));

    private static LeftOpenAlarm Named(HistorySeries series, IReadOnlyList<HistoryPoint> points)
    {
        var scenario = points.Where(point => point.Scenario == series.Scenario).ToList();
        var last = scenario.FindLastIndex(point => point.Run == series.Points[^1].Run);
        var next = scenario.Skip(last + 1)
            .FirstOrDefault(point => (point.Fingerprint, point.ScenarioHash) != (series.Fingerprint, series.ScenarioHash))
            ?? scenario[^1];
        var differences =
            EnvironmentChange.Named(scenario[last], next).Select(text => text.Replace(": ", " ", StringComparison.Ordinal)).ToList();
        return new LeftOpenAlarm(series, next.Run, differences.Count > 0 ? differences : [$"the meaning of {series.Cell}"]);
    }
}
