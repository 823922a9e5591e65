using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace ProtoBench.Reports.Charts.Png;

/// <summary>
/// Charts as PNG at twice their natural size, sharp on the screens most people have, drawn by ScottPlot in this process. The same chart
/// gives the same bytes on any thread, whatever fonts the machine has.
/// </summary>
internal sealed class PngChartRenderer(ChartTheme theme)
{
    /// <summary>Pixels a drawing unit.</summary>
    public const int Zoom = 2;

    // Flat colours need none of the filters that photographs do: with Skia's defaults files are no smaller, and 93 charts on both papers
    // take 3 s of processor time to encode in place of 1.
    private static readonly Lazy<SKPngEncoderOptions> Encoding = new(() => new SKPngEncoderOptions(SKPngEncoderFilterFlags.None, 3));

    /// <exception cref="PictureException">Skia's native library is missing or not the one this program was built with.</exception>
    public byte[] Render(Chart chart)
    {
        try
        {
            return Draw(ChartLayout.Of(chart, titled: true));
        }
        catch (Exception error) when (PictureException.IsMissingLibrary(error))
        {
            throw PictureException.MissingLibrary(error);
        }
    }

    /// <summary>The plot of a chart, to be rendered at <see cref="SizeOf"/>. Disposing it is the caller's.</summary>
    internal Plot PlotOf(ChartLayout layout)
    {
        EmbeddedFont.Install();
        var look = new PlotPaint(theme);
        var plot = new Plot { ScaleFactor = Zoom };
        plot.FigureBackground.Color = look.Paper;
        if (layout.Chart.IsEmpty)
        {
            plot.HideAxesAndGrid();
            plot.Add.Plottable(new ChartMarks(layout, look));
            return plot;
        }

        plot.Layout.Fixed(new PixelPadding(
            (float)layout.Left, (float)(layout.Chart.Width - layout.Right), (float)(layout.Height - layout.Bottom), (float)layout.Top));
        plot.Axes.SetLimits(0, 1, 0, 1);
        Axes(plot, layout, look);
        plot.Add.Plottable(new ChartMarks(layout, look));
        return plot;
    }

    internal static (int Width, int Height) SizeOf(ChartLayout layout) =>
        ((int)Math.Ceiling(layout.Chart.Width * Zoom), (int)Math.Ceiling(layout.Height * Zoom));

    private byte[] Draw(ChartLayout layout)
    {
        var (width, height) = SizeOf(layout);
        using var plot = PlotOf(layout);
        using var surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        plot.Render(surface.Canvas, width, height);
        using var pixels = surface.PeekPixels();
        using var png = pixels.Encode(Encoding.Value);
        return png!.ToArray();
    }

    private static void Axes(Plot plot, ChartLayout layout, PlotPaint look)
    {
        var chart = layout.Chart;
        plot.Axes.Top.IsVisible = plot.Axes.Right.IsVisible = false;
        var rows = chart.Y.Scale is BandScale;
        plot.Axes.Bottom.TickGenerator = Ticks(layout.XTicks, value => PlotArea.FractionX(chart, value));
        plot.Axes.Left.TickGenerator = Ticks(rows ? [] : layout.YTicks, value => PlotArea.FractionY(chart, value));
        plot.Grid.YAxisStyle.IsVisible = !rows;
        plot.Grid.XAxisStyle.MajorLineStyle = new LineStyle(1, look.Grid);
        plot.Grid.YAxisStyle.MajorLineStyle = new LineStyle(1, look.Grid);
        foreach (var axis in (ReadOnlySpan<IAxis>)[plot.Axes.Bottom, plot.Axes.Left])
        {
            axis.MajorTickStyle.Length = 0;
            axis.FrameLineStyle.Color = look.Soft;
            axis.FrameLineStyle.AntiAlias = true;
            axis.TickLabelStyle.ForeColor = look.Soft;
            axis.TickLabelStyle.FontName = EmbeddedFont.Name;
            axis.TickLabelStyle.FontSize = PlotPaint.TextSize;
        }

        plot.Axes.Left.FrameLineStyle.IsVisible = rows;
        TickLabels.Place(plot.Axes.Bottom.TickLabelStyle, plot.Axes.Left.TickLabelStyle);
    }

    // An axis takes only what lies within its limits, and the last tick may lie a rounding error beyond.
    private static NumericManual Ticks(IReadOnlyList<Tick> ticks, Func<double, double> fraction) =>
        new([.. ticks.Select(tick => Math.Clamp(fraction(tick.Value), 0, 1))], [.. ticks.Select(tick => PlotText.Of(tick.Label))]);
}
