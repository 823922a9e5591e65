using ProtoBench.Model.Statistics;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.History;

/// <summary>What <c>history check</c> decides. Pure.</summary>
internal static class HistoryVerdict
{
    /// <summary>The decision in words: first the outcome, then every finding behind it.</summary>
    public static IReadOnlyList<string> Sentences(HistoryReport report)
    {
        var sentences = new List<string> { Headline(report) };
        sentences.AddRange(report.LeftOpen
            .GroupBy(alarm =>
                (alarm.Series.Scenario, alarm.Series.Fingerprint, alarm.ReplacedBy, Differences: string.Join("; ", alarm.Differences)))
            .Select(group => $"{Count(group.Count(), "alarm")} left open in environment {group.Key.Fingerprint}, {group.Key.Differences} "
                + $"since run {group.Key.ReplacedBy}; to end it acknowledge it, or measure again: {SeriesAnalysis.PointsAfterChange} "
                    + "runs as good as before it"));
        sentences.AddRange(report.LeftOpen.Select(alarm => "left open: " + OpenText(alarm.Series)));
        sentences.AddRange(report.Alarms.Select(series => "slower: " + OpenText(series)));
        sentences.AddRange(report.WeakAlarms.Select(series => "perhaps slower: " + OpenText(series)));
        sentences.AddRange(report.Series
            .Where(series => series is { Acknowledged: not null, IsWorse: true })
            .Select(series => $"acknowledged: {Newest(series)}: {series.Acknowledged!.Because}"));
        sentences.AddRange(report.Series
            .Where(series => series is { Analysis.Newest: not null, IsWorse: false, Acknowledged: null, Open: null })
            .Select(series => "faster: " + Newest(series)));
        sentences.AddRange(Replacements(report));
        sentences.AddRange(report.WithZeros.Select(series =>
            $"not judged: {series.Cell} {series.Metric.Key} has a run that measured zero among its newest {SeriesAnalysis.Window}"));
        sentences.AddRange(report.Behind.Select(series =>
            $"not measured any more: {series.Cell} {series.Metric.Key} has its newest figure from {SeriesText.Day(series.Points[^1].Time)} "
                + $"(run {series.Points[^1].Run}); newer runs of its environment have none"));
        if (report.TooShort.Count > 0)
        {
            sentences.Add(
                $"insufficient history: {report.TooShort.Count} series have {report.TooShort.Min(series => series.Points.Count)} to "
                    + $"{report.TooShort.Max(series => series.Points.Count)} of the {SeriesAnalysis.FewestPoints} runs a change "
                        + "point needs; "
                    + "until then compare with 'protobench ab'");
        }

        return sentences;
    }

    private static string Headline(HistoryReport report)
    {
        var judged = report.Series.Count(series => series.IsJudged);
        var rest = report.Series.Count - judged;
        var others = (rest > 0 ? $"; {rest} series not judged" : "")
            + (report.LeftOpen.Count > 0 && report.Alarms.Count > 0
                ? $"; {Count(report.LeftOpen.Count, "alarm")} left open in what was replaced"
                : "")
            + (report.Problems.Count > 0 ? $"; {Count(report.Problems.Count, "line")} of the store left out" : "");
        return report.Points.Count == 0 ? $"{report.Store} holds no history; begin one with 'protobench history add RUN'"
            : report.Alarms.Count > 0 ? $"slower: {report.Alarms.Count} of {judged} series changed for the worse{others}"
            : report.LeftOpen.Count > 0 ? $"slower: {Count(report.LeftOpen.Count, "alarm")} left open in what newer runs replaced; "
                + Judged(judged) + others
            : judged == 0 ? Judged(0) + others
            : report.WeakAlarms.Count
                > 0 ? $"perhaps slower: {report.WeakAlarms.Count} of {judged} series changed for the worse on weak evidence{others}"
            : Judged(judged) + others;
    }

    private static string Judged(int judged) => judged == 0 ? "nothing can be judged yet" : $"no series of {judged} changed for the worse";

    // A new environment begins its series anew: what was known of the old one says nothing of it.
    private static IEnumerable<string> Replacements(HistoryReport report) => report.Points
        .GroupBy(point => point.Scenario)
        .Select(scenario => (Runs: scenario.ToList(), Changes: EnvironmentChange.Between([.. scenario])))
        .Where(scenario => scenario.Changes.Count > 0 && report.Series.Any(series =>
            series.Scenario == scenario.Runs[^1].Scenario
                && series.Fingerprint == scenario.Runs[^1].Fingerprint
                && series.Analysis.State is SeriesState.TooShort))
        .Select(scenario => $"new environment {scenario.Runs[^1].Fingerprint} since run {scenario.Changes[^1].Run}: "
            + string.Join("; ", scenario.Changes[^1].Differences));

    // How the open change began, and where the level is by now when that is another one.
    private static string OpenText(HistorySeries series)
    {
        var open = series.Open!;
        var text = SeriesText.Sentence(series, open.Change);
        var now = series.Level;
        var (before, after) = series.Around(open.Change);
        return LevelChanges.IsSame(now, after) && LevelChanges.IsSame(before, open.Baseline)
            ? text
            : $"{text}; now {NumberText.Of(now, series.Metric.Quantity)}, {SeriesText.Percent(now / open.Baseline)} against the "
                + $"{NumberText.Of(open.Baseline, series.Metric.Quantity)} that were the level last";
    }

    private static string Count(int count, string thing) => $"{count} {thing}{(count == 1 ? "" : "s")}";

    private static string Newest(HistorySeries series) => SeriesText.Sentence(series, series.Analysis.Newest!.Value);
}
