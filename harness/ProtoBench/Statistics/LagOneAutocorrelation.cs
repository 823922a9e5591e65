namespace ProtoBench.Statistics;

/// <summary>
/// How much a point resembles the one before it once the levels are taken out: r₁ of Box and Jenkins, "Time Series Analysis" (1970), 2.1.5.
/// Where it is high, neighbouring runs share a cause that is not in the code (a warm machine, a noisy neighbour), and shuffled series are no
/// longer what no change looks like: with 0.5, thirteen times as many flat series alarm.
/// </summary>
internal static class LagOneAutocorrelation
{
    /// <summary>Above this, change points of the series are weak evidence.</summary>
    public const double Strong = 0.3;

    /// <summary>Of the logarithms' distances from the median of their stretch; 0 when nothing varies.</summary>
    /// <param name="values">Positive values.</param>
    /// <param name="changes">Where the level changes.</param>
    public static double OfResiduals(IReadOnlyList<double> values, IReadOnlyList<ChangePoint> changes)
    {
        var logs = SpikeClip.Of([.. values.Select(value => Math.Log(value))]);
        int[] edges = [0, .. changes.Select(change => change.Index), logs.Length];
        for (var i = 1; i < edges.Length; i++)
        {
            var level = SpikeClip.Median(logs[edges[i - 1]..edges[i]]);
            for (var k = edges[i - 1]; k < edges[i]; k++)
            {
                logs[k] -= level;
            }
        }

        var mean = logs.Average();
        var variance = logs.Sum(log => (log - mean) * (log - mean));
        return variance > 0 ? Enumerable.Range(1, logs.Length - 1).Sum(i => (logs[i] - mean) * (logs[i - 1] - mean)) / variance : 0;
    }
}
