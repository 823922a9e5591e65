using ScottPlot;
using SkiaSharp;

namespace ProtoBench.Reports.Charts.Png;

/// <summary>Moves ScottPlot's tick labels to where <see cref="ChartLayout"/> has them.</summary>
internal static class TickLabels
{
    // Where ScottPlot sets a label of an axis whose tick marks have no length: this far from the axis.
    private const float BelowAxis = 2;
    private const float LeftOfAxis = 5;

    // Half the height of a figure: what is centred at a tick has its baseline this far below it.
    private const float HalfFigure = 4;

    private static readonly Lazy<(float Line, float Below)> Metrics = new(() =>
    {
        using var font = new SKFont(EmbeddedFont.Typeface(bold: false), PlotPaint.TextSize);
        var line = font.GetFontMetrics(out var metrics);
        return (line, metrics.Bottom);
    });

    public static void Place(LabelStyle bottom, LabelStyle left)
    {
        // A label's box is a line high, and its baseline lies as far above the box's bottom as any glyph of the font reaches down.
        var (line, below) = Metrics.Value;
        bottom.OffsetY = (float)ChartLayout.TickBaseline - (BelowAxis + line - below);
        left.OffsetY = HalfFigure - ((line / 2) - below);
        left.OffsetX = LeftOfAxis - (float)ChartLayout.TickGap;
    }
}
