using ProtoBench.Analysis.History;
using ProtoBench.Model.Statistics;

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
    string Store, int Runs, int Alarms, int LeftOpen,
    IReadOnlyList<string> Sentences, IReadOnlyList<string> Problems, IReadOnlyList<SeriesDocument> Series)
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
        [.. series.Analysis.Incidents
            .Select(incident => new IncidentDocument(series.Points[incident.Index].Run, incident.Length, incident.Ratio))]);
}

/// <summary>One run of <see cref="SeriesDocument"/>.</summary>
/// <param name="Run">Its id.</param>
/// <param name="Time">When it began.</param>
/// <param name="Commit">What it measured.</param>
/// <param name="Value">Median over its trials.</param>
public sealed record SeriesPointDocument(string Run, DateTimeOffset Time, string? Commit, double Value);

/// <summary>A change of level in <see cref="SeriesDocument"/>.</summary>
/// <param name="Run">First run of the new level.</param>
/// <param name="Commit">What that run measured.</param>
/// <param name="Before">Median before it.</param>
/// <param name="After">Median from it on.</param>
/// <param name="Ratio">New level ÷ old level, with spikes clipped.</param>
/// <param name="PValue">Share of orders of the same runs that look as much like a change.</param>
public sealed record ChangeDocument(string Run, string? Commit, double Before, double After, double Ratio, double PValue)
{
    internal static ChangeDocument Of(HistorySeries series, ChangePoint change)
    {
        var (before, after) = series.Around(change);
        var at = series.Points[change.Index];
        return new ChangeDocument(at.Run, at.Commit, before, after, change.Ratio, change.PValue);
    }
}

/// <summary>An incident that is over in <see cref="SeriesDocument"/>.</summary>
/// <param name="Run">Its first run.</param>
/// <param name="Runs">How many runs it took.</param>
/// <param name="Ratio">Its level ÷ the level around it.</param>
public sealed record IncidentDocument(string Run, int Runs, double Ratio);

/// <summary>What <c>history add --json</c> prints of each run.</summary>
/// <param name="Run">Its id.</param>
/// <param name="Scenario">Its scenario's name.</param>
/// <param name="Environment">Id of the environment it was measured in.</param>
/// <param name="Cells">Cells that have figures.</param>
/// <param name="Added">False when it was there already.</param>
public sealed record AddedRun(string Run, string Scenario, string Environment, int Cells, bool Added);
