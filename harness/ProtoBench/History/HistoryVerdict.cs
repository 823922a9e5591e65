namespace ProtoBench.History;

/// <summary>What <c>history check</c> decides. Pure.</summary>
internal static class HistoryVerdict
{
    /// <summary>The decision in words: first the outcome, then every finding behind it.</summary>
    public static IReadOnlyList<string> Sentences(HistoryReport report)
    {
        var judged = report.Series.Count - report.TooShort.Count;
        var sentences = new List<string>
        {
            report.Series.Count == 0
                ? $"{report.Store} holds no history; begin one with 'protobench history add RUN'"
                : report.Alarms.Count > 0
                    ? $"slower: {report.Alarms.Count} of {judged} series changed for the worse"
                    : $"no series of {judged} changed for the worse",
        };
        sentences.AddRange(report.Alarms.Select(series => "slower: " + Newest(series)));
        sentences.AddRange(report.WeakAlarms.Select(series => "perhaps slower: " + Newest(series)));
        sentences.AddRange(report.Series
            .Where(series => series is { Acknowledged: not null, IsWorse: true })
            .Select(series => $"acknowledged: {Newest(series)}: {series.Acknowledged!.Because}"));
        sentences.AddRange(report.Series
            .Where(series => series is { Analysis.Newest: not null, IsWorse: false, Acknowledged: null })
            .Select(series => "faster: " + Newest(series)));
        if (report.TooShort.Count > 0)
        {
            sentences.Add(
                $"insufficient history: {report.TooShort.Count} series have {report.TooShort.Min(series => series.Points.Count)} to "
                    + $"{report.TooShort.Max(series => series.Points.Count)} of the {SeriesAnalysis.FewestPoints} runs a change point needs; "
                    + "until then compare with 'protobench ab'");
        }

        return sentences;
    }

    private static string Newest(HistorySeries series) => SeriesText.Sentence(series, series.Analysis.Newest!.Value);
}
