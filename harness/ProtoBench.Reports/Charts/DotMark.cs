namespace ProtoBench.Reports.Charts;

/// <summary>A marker with its interval, at a value in the row of a category.</summary>
internal sealed record DotMark : Mark
{
    /// <summary>Index of the row on a <see cref="BandScale"/>.</summary>
    public required int Category { get; init; }

    public required double Value { get; init; }

    public double? Low { get; init; }

    public double? High { get; init; }

    /// <summary>The shape says which of a row's figures it is.</summary>
    public required MarkerShape Shape { get; init; }

    public bool Hollow { get; init; }

    /// <summary>What is said to a reader who points at it: lines, the first of them what it is; null for nothing.</summary>
    public string? Tip { get; init; }

    public override bool IsDrawable(Scale x, Scale y) => x.Holds(Value) && y.Holds(Category);
}
