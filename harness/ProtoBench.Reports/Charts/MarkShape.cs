namespace ProtoBench.Reports.Charts;

/// <summary>What a mark is drawn with, in drawing units.</summary>
internal abstract record MarkShape;

/// <summary>Straight strokes through points.</summary>
internal sealed record Stroke(StrokeKind Kind, IReadOnlyList<(double X, double Y)> Points, string? Dashes = null) : MarkShape;

/// <summary>A filled outline.</summary>
internal sealed record Area(IReadOnlyList<(double X, double Y)> Points) : MarkShape;

/// <summary>A filled rectangle: a bar with rounded corners, or a shade.</summary>
internal sealed record Box(double X, double Y, double Width, double Height, bool IsBar, string? Tip = null) : MarkShape;

/// <summary>Filled rectangles of one shade, which may touch.</summary>
/// <param name="Level">0, the palest, to 4.</param>
/// <param name="Rectangles">Upper left corner and size of each.</param>
internal sealed record Shaded(int Level, IReadOnlyList<(double X, double Y, double Width, double Height)> Rectangles) : MarkShape
{
    /// <summary>How opaque each level is.</summary>
    public static IReadOnlyList<double> Opacities { get; } = [0.16, 0.32, 0.5, 0.72, 1];
}

/// <summary>A series' marker.</summary>
internal sealed record Marker(MarkerShape Shape, double X, double Y, bool Hollow, double Radius, string? Tip) : MarkShape;

/// <summary>What a stroke means, and with it how it looks.</summary>
internal enum StrokeKind
{
    Line,

    /// <summary>A background line.</summary>
    Faint,

    /// <summary>The interval of a point, in its series' colour.</summary>
    Whisker,

    /// <summary>The interval of a bar, in ink.</summary>
    Over,

    /// <summary>From a line's end to its name.</summary>
    Lead,

    /// <summary>A vertical line across the chart.</summary>
    Rule,
}
