namespace ProtoBench.Reports.Charts;

/// <summary>Points in the order they are joined, with their markers, intervals and a label at the end of the line.</summary>
internal sealed record LineMark : Mark
{
    public required IReadOnlyList<ChartPoint> Points { get; init; }

    /// <summary>Written at the end of the line; null for none.</summary>
    public string? Label { get; init; }

    /// <summary>Join with horizontal and vertical strokes: the value holds until the next point.</summary>
    public bool Step { get; init; }

    /// <summary>A background line: thin and pale, without markers.</summary>
    public bool Faint { get; init; }

    public override bool IsDrawable(Scale x, Scale y) => Points.Any(point => x.Holds(point.X) && y.Holds(point.Y));
}
