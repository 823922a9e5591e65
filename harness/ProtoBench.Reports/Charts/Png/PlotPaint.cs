using ScottPlot;
using SkiaSharp;

namespace ProtoBench.Reports.Charts.Png;

/// <summary>
/// How shapes and texts look: <see cref="ChartStyleSheet.Shapes"/> for pictures. A plot has one of its own; it is not shared.
/// </summary>
internal sealed class PlotPaint(ChartTheme theme)
{
    /// <summary>Size of every text, in drawing units.</summary>
    public const float TextSize = 12;

    public Color Paper { get; } = Color.FromHex(theme.Paper);

    public Color Ink { get; } = Color.FromHex(theme.Ink);

    public Color Soft { get; } = Color.FromHex(theme.Soft);

    public Color Grid { get; } = Color.FromHex(theme.Grid);

    public Color Of(SeriesStyle style) => Color.FromHex(theme.Of(style));

    public LineStyle Line(Stroke stroke, SeriesStyle style) => stroke.Kind switch
    {
        StrokeKind.Line =>
            new LineStyle(2, Of(style), Pattern(stroke.Dashes)) { StrokeCap = SKStrokeCap.Round, StrokeJoin = SKStrokeJoin.Round },
        StrokeKind.Faint => new LineStyle(1, Of(style).WithOpacity(0.38)),
        StrokeKind.Whisker => new LineStyle(1.5f, Of(style)),
        StrokeKind.Over => new LineStyle(1.5f, Ink),
        StrokeKind.Lead => new LineStyle(1, Of(style).WithOpacity(0.55)),
        StrokeKind.Rule => new LineStyle(1, Soft, Pattern("2 3")),
        _ => throw new ArgumentOutOfRangeException(nameof(stroke), stroke.Kind, "This stroke has no look."),
    };

    public Color Band(SeriesStyle style) => Of(style).WithOpacity(0.1);

    public Color Box(Box box, SeriesStyle style) => box.IsBar ? Of(style).WithOpacity(0.82) : Grid.WithOpacity(0.6);

    public (Color Fill, LineStyle Outline) Marker(Marker marker, SeriesStyle style) =>
        marker.Hollow ? (Paper, new LineStyle(1.75f, Of(style))) : (Of(style), new LineStyle(1, Paper));

    public (Color Colour, bool Bold) Text(TextRole role, SeriesStyle style) => role switch
    {
        TextRole.Name => (Ink, false),
        TextRole.Head => (Ink, true),
        TextRole.End => (Of(style), true),
        _ => (Soft, false),
    };

    private static LinePattern Pattern(string? dashes) => dashes is null
        ? LinePattern.Solid
        : new LinePattern(
            [.. dashes.Split(' ').Select(length => float.Parse(length, System.Globalization.CultureInfo.InvariantCulture))], 0, dashes);
}
