using ProtoBench.Analysis.History;

namespace ProtoBench.Commands;

/// <summary>One series of <see cref="HistoryDocument"/>.</summary>
/// <param name="Scenario">Its scenario's name.</param>
/// <param name="Environment">Id of its environment.</param>
/// <param name="Cell">Id of its cell.</param>
/// <param name="Metric">Name of its figure: latencies in microseconds, rates per second, goodput in bytes per second.</param>
/// <param name="State">tooShort, hasZeros, steady, waiting or changed.</param>
/// <param name="Level">Median of the runs since the newest change.</param>
/// <param name="Autocorrelation">Lag-1, of what is left when the levels are taken out.</param>
/// <param name="Weak">Changes happen by chance more often than promised.</param>
/// <param name="Alarm">A change for the worse is open: not acknowledged, not recovered from, and not weak.</param>
/// <param name="Acknowledged">Why the change was acknowledged; absent when it was not.</param>
/// <param name="Points">Its runs, oldest first.</param>
/// <param name="Changes">Its changes of level, oldest first.</param>
/// <param name="Incidents">Where it left its level for a few runs and came back, oldest first.</param>
public sealed record SeriesDocument(
    string Scenario,
    string Environment,
    string Cell,
    string Metric,
    string State,
    double Level,
    double Autocorrelation,
    bool Weak,
    bool Alarm,
    string? Acknowledged,
    IReadOnlyList<SeriesPointDocument> Points,
    IReadOnlyList<ChangeDocument> Changes,
    IReadOnlyList<IncidentDocument> Incidents)
{
    internal static SeriesDocument Of(HistorySeries series) => new(
        series.Scenario,
        series.Fingerprint,
        series.Cell,
        series.Metric.Key,
        char.ToLowerInvariant(series.Analysis.State.ToString()[0]) + series.Analysis.State.ToString()[1..],
        series.Level,
        series.Analysis.Autocorrelation,
        series.Analysis.IsWeak,
        series.Alarms,
        series.Acknowledged?.Because,
        [.. series.Points.Select(point => new SeriesPointDocument(point.Run, point.Time, point.Commit, point.Value))],
        [.. series.Analysis.Changes.Select(change => ChangeDocument.Of(series, change))],
        [.. series.Analysis.Incidents.Select(incident => new IncidentDocument(series.Points[incident.Index].Run, incident.Length, incident.Ratio))]);
}
