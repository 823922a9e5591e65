namespace ProtoBench.Reports.Charts;

/// <summary>A horizontal bar from the axis to a value, in the row of a category.</summary>
internal sealed record BarMark : Mark
{
    /// <summary>Index of the row on a <see cref="BandScale"/>.</summary>
    public required int Category { get; init; }

    public required double Value { get; init; }

    public double? Low { get; init; }

    public double? High { get; init; }

    /// <summary>Written behind the bar.</summary>
    public required string Text { get; init; }

    /// <summary>What is said to a reader who points at it: lines, the first of them what it is; null for nothing.</summary>
    public string? Tip { get; init; }

    public override bool IsDrawable(Scale x, Scale y) => x.Holds(Value) && y.Holds(Category);
}
