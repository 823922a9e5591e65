namespace ProtoBench.Model.Statistics;

/// <summary>
/// How much a point resembles the one before it once the levels are taken out: r₁ of Box and Jenkins, "Time Series Analysis" (1970), 2.1.5.
/// Where it is high, neighbouring runs share a cause that is not in the code (a warm machine, a noisy neighbour), and shuffled series are
/// no longer what no change looks like: with 0.5, thirteen times as many flat series alarm.
/// </summary>
internal static class LagOneAutocorrelation
{
    /// <summary>Above this, change points of the series are weak evidence.</summary>
    public const double Strong = 0.3;

    /// <summary>
    /// Of the logarithms' distances from the median of their stretch; 0 when nothing varies. Spikes are left out: a clipped one is a copy
    /// of its neighbour, and a kept one hides how the others resemble each other. So are incidents, whose points resemble each other
    /// anyway.
    /// </summary>
    /// <param name="values">Positive values.</param>
    /// <param name="changes">Where the level changes.</param>
    /// <param name="incidents">Where it was left for a while.</param>
    public static double OfResiduals(IReadOnlyList<double> values, IReadOnlyList<ChangePoint> changes, IReadOnlyList<Incident> incidents)
    {
        double[] logs = [.. values.Select(value => Math.Log(value))];
        var clipped = SpikeClip.Of(logs);
        var residuals = new double?[logs.Length];
        int[] edges = [0, .. changes.Select(change => change.Index), logs.Length];
        for (var i = 1; i < edges.Length; i++)
        {
            int[] points =
                [.. Enumerable.Range(edges[i - 1], edges[i] - edges[i - 1]).Where(k => !incidents.Any(incident => incident.Holds(k)))];
            var level = points.Length > 0 ? SpikeClip.Median([.. points.Select(k => clipped[k])]) : 0;
            foreach (var k in points)
            {
                residuals[k] = clipped[k] == logs[k] ? logs[k] - level : null;
            }
        }

        var mean = residuals.Average() ?? 0;
        var variance = residuals.Average(residual => (residual - mean) * (residual - mean)) ?? 0;
        var together = residuals.Zip(residuals.Skip(1)).Average(pair => (pair.First - mean) * (pair.Second - mean)) ?? 0;
        return variance > 0 ? together / variance : 0;
    }
}
