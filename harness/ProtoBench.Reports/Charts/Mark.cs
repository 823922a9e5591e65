using ProtoBench.Model.Measurements;

namespace ProtoBench.Reports.Charts;

/// <summary>Something drawn on a chart's axes.</summary>
internal abstract record Mark
{
    public required SeriesStyle Style { get; init; }

    /// <summary>Is there anything these axes have a place for?</summary>
    public abstract bool IsDrawable(Scale x, Scale y);
}

/// <summary>A filled interval along x.</summary>
internal sealed record BandMark : Mark
{
    public required IReadOnlyList<BandPoint> Points { get; init; }

    public override bool IsDrawable(Scale x, Scale y) => Points.Any(point => Holds(point, x, y));

    internal static bool Holds(BandPoint point, Scale x, Scale y) => x.Holds(point.X) && y.Holds(point.Low) && y.Holds(point.High);
}

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

    /// <summary>How far below the middle of its row, in rows: several figures of a row stay apart.</summary>
    public double Offset { get; init; }

    /// <summary>What is said to a reader who points at it: lines, the first of them what it is; null for nothing.</summary>
    public string? Tip { get; init; }

    public override bool IsDrawable(Scale x, Scale y) => x.Holds(Value) && y.Holds(Category);
}

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

/// <summary>Filled rectangles of one shade, of a map whose darkness is how much lies there.</summary>
internal sealed record TilesMark : Mark
{
    /// <summary>0, the palest, to 4.</summary>
    public required int Level { get; init; }

    public required IReadOnlyList<Tile> Tiles { get; init; }

    public override bool IsDrawable(Scale x, Scale y) => Tiles.Any(tile => x.Holds(tile.Left) && y.Holds(tile.Low));
}

/// <summary>A rectangle on a chart's axes.</summary>
internal sealed record Tile(double Left, double Right, double Low, double High);

/// <summary>Words in the row of a category, in place of a figure: why there is none.</summary>
internal sealed record NoteMark : Mark
{
    /// <summary>Index of the row on a <see cref="BandScale"/>.</summary>
    public required int Category { get; init; }

    public required string Text { get; init; }

    /// <summary>Never: reasons alone do not make a chart.</summary>
    public override bool IsDrawable(Scale x, Scale y) => false;
}

/// <summary>A vertical line at one x, across the whole chart, with a word beside it.</summary>
internal sealed record RuleMark : Mark
{
    public required double X { get; init; }

    public required string Label { get; init; }

    /// <summary>Never: a rule alone does not make a chart.</summary>
    public override bool IsDrawable(Scale x, Scale y) => false;
}

/// <summary>A shaded stretch of x over the whole height of the chart: what lies in it is shown and does not count.</summary>
internal sealed record ShadeMark : Mark
{
    public required double From { get; init; }

    public required double To { get; init; }

    /// <summary>Never: a shade alone does not make a chart.</summary>
    public override bool IsDrawable(Scale x, Scale y) => false;
}
