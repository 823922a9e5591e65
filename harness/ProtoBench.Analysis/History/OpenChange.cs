using ProtoBench.Model.Statistics;

namespace ProtoBench.Analysis.History;

/// <summary>
/// The change for the worse that a series has not recovered from. It is open from the run on that proves it until somebody acknowledges it
/// or the level is back: within 3 % of the level before it, or better. Becoming a little better does not close it, and neither does age.
/// </summary>
/// <param name="Change">The newest change for the worse of those since the level was good.</param>
/// <param name="Baseline">Median of the runs at the level that was good.</param>
internal sealed record OpenChange(ChangePoint Change, double Baseline)
{
    /// <param name="values">Of the whole series.</param>
    /// <param name="analysis">Of these values.</param>
    /// <param name="lowerIsBetter">What worse means.</param>
    /// <param name="isAcknowledged">Does somebody live with this change?</param>
    /// <returns>Null when no change is open.</returns>
    public static OpenChange? Of(
        IReadOnlyList<double> values, SeriesAnalysis analysis, bool lowerIsBetter, Func<ChangePoint, bool> isAcknowledged)
    {
        if (analysis.Counted.Count == 0)
        {
            return null;
        }

        var levels = Levels(values, analysis);
        var baseline = levels[0];
        ChangePoint? open = null;
        for (var i = 0; i < analysis.Counted.Count; i++)
        {
            var (change, level) = (analysis.Counted[i], levels[i + 1]);
            if (isAcknowledged(change) || !IsWorse(level, baseline, lowerIsBetter))
            {
                (baseline, open) = (level, null);
            }
            else if (open is null || IsWorse(level, levels[i], lowerIsBetter))
            {
                open = change;
            }
        }

        return open is { } found ? new OpenChange(found, baseline) : null;
    }

    /// <summary>By 3 % or more.</summary>
    public static bool IsWorse(double level, double than, bool lowerIsBetter) =>
        (lowerIsBetter ? level / than : than / level) >= LevelChanges.SmallestRatio;

    // Between the changes that count; the newest incidents are not of the level.
    private static List<double> Levels(IReadOnlyList<double> values, SeriesAnalysis analysis)
    {
        int[] edges = [0, .. analysis.Counted.Select(change => change.Index), values.Count];
        return
        [
            .. edges.Zip(edges.Skip(1), (from, to) =>
            {
                // The newest runs of a long stretch: what it became, however slowly.
                var start = Math.Max(from, to - SeriesAnalysis.Window);
                double[] stretch =
                [
                    .. Enumerable.Range(start, to - start).Where(i => !analysis.Incidents.Any(incident => incident.Holds(i))).Select(
                        i => values[i]),
                ];
                return SpikeClip.Median(stretch.Length > 0 ? stretch : [.. values.Skip(start).Take(to - start)]);
            }),
        ];
    }
}
