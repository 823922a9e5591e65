namespace ProtoBench.Reports.Charts;

/// <summary>A point of a line, with the interval of its y value when it has one.</summary>
internal sealed record ChartPoint(double X, double Y)
{
    public double? Low { get; init; }

    public double? High { get; init; }

    /// <summary>Draw the series' marker here.</summary>
    public bool Marked { get; init; } = true;

    /// <summary>Draw the marker as an outline: the point is there, but not what was asked for.</summary>
    public bool Hollow { get; init; }

    /// <summary>What is said to a reader who points at the marker: lines, the first of them what it is; null for nothing.</summary>
    public string? Tip { get; init; }
}
