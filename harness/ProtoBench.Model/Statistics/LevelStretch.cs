namespace ProtoBench.Model.Statistics;

/// <summary>Points of one level, without those of incidents between them.</summary>
/// <param name="Points">Indices, ascending.</param>
/// <param name="Level">Median of their logarithms.</param>
internal sealed record LevelStretch(int[] Points, double Level)
{
    public int Length => Points.Length;

    public int First => Points[0];

    public int Last => Points[^1];

    public static LevelStretch Of(double[] logs, int[] points) => new(points, SpikeClip.Median([.. points.Select(point => logs[point])]));

    /// <summary>Is the other level the same, as far as anybody is to be told?</summary>
    public bool IsLevelWith(LevelStretch other) => Math.Abs(Level - other.Level) < Math.Log(LevelChanges.SmallestRatio);
}
