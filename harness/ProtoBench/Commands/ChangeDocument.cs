using ProtoBench.Analysis.History;
using ProtoBench.Model.Statistics;

namespace ProtoBench.Commands;

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
