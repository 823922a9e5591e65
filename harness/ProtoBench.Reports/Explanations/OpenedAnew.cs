using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Reports.Explanations;

/// <summary>What opening connections takes where every so many exchanges have a new one.</summary>
/// <param name="Uses">Exchanges of each.</param>
/// <param name="Median">From the start of connecting until a request could be sent, in microseconds.</param>
/// <param name="Slow">
/// What so many openings exceed that they are one of a hundred exchanges: with ten exchanges a connection the slowest tenth. Null where
/// fewer than one of a hundred exchanges opens one, which then decides no p99.
/// </param>
/// <param name="Tls">Median of TLS' part of it; null where it has none of its own.</param>
internal sealed record OpenedAnew(int Uses, double Median, double? Slow, double? Tls)
{
    private const double Hundredth = 0.01;

    /// <summary>Null where connections are kept.</summary>
    public static OpenedAnew? Of(CellSummary cell)
    {
        var uses = cell.Cell.Workload.Reuse ?? 1;
        if (Together(cell, measurement => measurement.Opened?.Connect) is not { Count: > 0 } opened)
        {
            return null;
        }

        return new OpenedAnew(
            uses,
            opened.ValueAtQuantile(0.5) / 1e3,
            Hundredth * uses < 1 ? opened.ValueAtQuantile(1 - (Hundredth * uses)) / 1e3 : null,
            Together(cell, measurement => measurement.Openings?.Tls) is { Count: > 0 } tls ? tls.ValueAtQuantile(0.5) / 1e3 : null);
    }

    private static LatencyHistogram? Together(CellSummary cell, Func<Measurement, string?> read)
    {
        var all = new LatencyHistogram();
        foreach (var text in cell.Succeeded.Select(trial => read(trial.Measurement!)).OfType<string>())
        {
            HistogramText.AddTo(all, text);
        }

        return all.Count == 0 ? null : all;
    }
}
