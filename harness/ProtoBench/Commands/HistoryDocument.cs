using ProtoBench.History;

namespace ProtoBench.Commands;

/// <summary>What <c>history show --json</c> and <c>history check --json</c> print.</summary>
/// <param name="Store">Where the history is kept.</param>
/// <param name="Runs">How many runs it holds.</param>
/// <param name="Alarms">Series that changed for the worse.</param>
/// <param name="Sentences">The decision in words.</param>
/// <param name="Problems">What could not be read.</param>
/// <param name="Series">Every series judged.</param>
public sealed record HistoryDocument(
    string Store, int Runs, int Alarms, IReadOnlyList<string> Sentences, IReadOnlyList<string> Problems, IReadOnlyList<SeriesDocument> Series)
{
    internal static HistoryDocument Of(HistoryReport report) => new(
        report.Store,
        report.Points.Count,
        report.Alarms.Count,
        HistoryVerdict.Sentences(report),
        report.Problems,
        [.. report.Series.Select(SeriesDocument.Of)]);
}
