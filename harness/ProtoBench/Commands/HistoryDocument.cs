using ProtoBench.Analysis.History;

namespace ProtoBench.Commands;

/// <summary>What <c>history show --json</c> and <c>history check --json</c> print.</summary>
/// <param name="Store">Where the history is kept.</param>
/// <param name="Runs">How many runs it holds.</param>
/// <param name="Alarms">Series that changed for the worse.</param>
/// <param name="LeftOpen">Alarms of environments that newer runs replaced, not acknowledged and not measured to be over.</param>
/// <param name="Sentences">The decision in words.</param>
/// <param name="Problems">What could not be read.</param>
/// <param name="Series">Every series judged.</param>
public sealed record HistoryDocument(
    string Store, int Runs, int Alarms, int LeftOpen, IReadOnlyList<string> Sentences, IReadOnlyList<string> Problems, IReadOnlyList<SeriesDocument> Series)
{
    internal static HistoryDocument Of(HistoryReport report) => new(
        report.Store,
        report.Points.Count,
        report.Alarms.Count,
        report.LeftOpen.Count,
        HistoryVerdict.Sentences(report),
        report.Problems,
        [.. report.Series.Select(SeriesDocument.Of)]);
}
