using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Summaries;

/// <summary>One part of the time that a user's request takes, over the trials of a cell that count.</summary>
/// <param name="Name">For headings: <c>first byte</c>.</param>
/// <param name="Typical">Its median; of fewer than twenty connections in a trial their mean, because no median can be told.</param>
/// <param name="P99">Its 99th percentile.</param>
/// <param name="IsMedian">Is the first a median in every trial?</param>
internal sealed record PhaseFigure(string Name, Figure Typical, Figure P99, bool IsMedian)
{
    /// <summary>For example <c>85 µs / 1.2 ms</c>.</summary>
    public string Text => !IsMedian ? $"{Typical.Text} (mean)" : P99.IsShown ? $"{Typical.Text} / {P99.Text}" : Typical.Text;
}

/// <summary>Where the time of a cell's requests goes.</summary>
internal static class PhaseFigures
{
    /// <summary>Of opening connections, in this order.</summary>
    public static IReadOnlyList<string> Opening { get; } = ["DNS", "connect", "TLS"];

    /// <summary>Of an exchange.</summary>
    public static IReadOnlyList<string> Exchange { get; } = ["request sent", "first byte", "last byte"];

    private static readonly IReadOnlyList<(string Name, Func<Measurement, string?> Read)> All =
    [
        (Opening[0], measurement => measurement.Openings?.Dns),
        (Opening[1], measurement => measurement.Openings?.Connect),
        (Opening[2], measurement => measurement.Openings?.Tls),
        (Exchange[0], measurement => measurement.Answers?.Sent),
        (Exchange[1], measurement => measurement.Answers?.FirstByte),
        (Exchange[2], measurement => measurement.Answers?.LastByte),
    ];

    /// <summary>The phases that the cell has, by name; empty when its clients did not tell.</summary>
    public static IReadOnlyDictionary<string, PhaseFigure> Of(CellSummary cell) => All
        .Select(phase => (phase.Name, Phase: Of(phase.Name, cell.Succeeded, phase.Read)))
        .Where(phase => phase.Phase is not null)
        .ToDictionary(phase => phase.Name, phase => phase.Phase!, StringComparer.Ordinal);

    /// <summary>Has the cell any phase? Looks without decoding, which is what costs.</summary>
    public static bool Any(CellSummary cell) => cell.Succeeded.Any(trial => All.Any(phase => phase.Read(trial.Measurement!) is not null));

    /// <summary>The response times of one of the requests, which <paramref name="read"/> finds.</summary>
    public static PhaseFigure? Of(string name, IReadOnlyList<TrialResult> trials, Func<Measurement, string?> read)
    {
        // Decoding costs most of a report's time, so each histogram is decoded once for both figures.
        var summaries = trials.ToDictionary(
            trial => trial.Number,
            trial => read(trial.Measurement!) is { } text ? LatencySummaries.Of(HistogramText.Decode(text)) : null);
        return summaries.Values.All(summary => summary is null) ? null : new PhaseFigure(
            name,
            CellSummaries.FigureOf(
                new Metric(
                    name,
                    name,
                    Quantity.Microseconds,
                    LowerIsBetter: true,
                    trial => summaries[trial.Number] is { } one ? one.P50 ?? one.Mean : null),
                trials),
            CellSummaries.FigureOf(
                new Metric($"{name} p99", name, Quantity.Microseconds, true, trial => summaries[trial.Number]?.P99), trials),
            summaries.Values.All(summary => summary?.P50 is not null));
    }

    /// <summary>Connections that the trials opened, all together.</summary>
    public static long Opened(CellSummary cell) => cell.Succeeded.Sum(trial => trial.Measurement?.Openings?.Count ?? 0);
}
