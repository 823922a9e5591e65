using ScottPlot;
using SkiaSharp;

namespace ProtoBench.Reports.Charts.Png;

/// <summary>Draws shapes and texts on a plot that is being rendered.</summary>
internal sealed class PlotCanvas(RenderPack plot, PlotPaint look)
{
    // Skia's scan converter keeps coordinates in 16.16 fixed point; what lies farther out is cut off anyway.
    private const double Farthest = 15_000;

    private const float BarCorner = 2;

    public void Draw(MarkShape shape, SeriesStyle style)
    {
        switch (shape)
        {
            case Stroke stroke:
                Outline(Path(stroke.Points, close: false), look.Line(stroke, style));
                break;
            case Area area:
                Fill(Path(area.Points, close: true), look.Band(style));
                break;
            case Box box:
                Fill(Rectangle(box), look.Box(box, style));
                break;
            case Shaded shaded:
                Fill(Rectangles(shaded), look.Of(style).WithOpacity(Shaded.Opacities[shaded.Level]));
                break;
            case Marker marker:
                var (fill, outline) = look.Marker(marker, style);
                Fill(Path(marker), fill);
                Outline(Path(marker), outline);
                break;
        }
    }

    public void Write(PlacedText text, SeriesStyle style)
    {
        var (colour, bold) = look.Text(text.Role, style);
        var shown = PlotText.Of(text.Text);
        var paint = plot.Paint;
        paint.IsStroke = false;
        paint.Color = colour;
        paint.IsAntialias = true;
        paint.SubpixelText = true;
        paint.SKShader = null;
        paint.SKPathEffect = null!;
        paint.SKTypeface = EmbeddedFont.Typeface(bold);
        paint.TextSize = PlotPaint.TextSize;
        paint.TextAlign = HorizontalAlignment.Left;
        var x = text.EndsAtX ? text.X - paint.MeasureText(shown).Width : text.X;
        Drawing.DrawText(plot.Canvas, shown, new Pixel(x, text.Y), paint);
    }

    private void Outline(SKPath path, LineStyle line)
    {
        using (path)
        {
            Drawing.DrawPath(plot.Canvas, plot.Paint, path, line);
        }
    }

    private void Fill(SKPath path, Color colour)
    {
        using (path)
        {
            // A dash pattern of the stroke before would be kept by the paint.
            plot.Paint.SKPathEffect = null!;
            Drawing.FillPath(plot.Canvas, plot.Paint, path, new FillStyle(colour));
        }
    }

    private static SKPath Path(Marker marker)
    {
        if (MarkerOutline.Of(marker) is { } corners)
        {
            return Path(corners, close: true);
        }

        var circle = new SKPath();
        circle.AddCircle(Near(marker.X), Near(marker.Y), (float)marker.Radius);
        return circle;
    }

    private static SKPath Rectangles(Shaded shaded)
    {
        var path = new SKPath();
        foreach (var (x, y, width, height) in shaded.Rectangles)
        {
            path.AddRect(new SKRect(Near(x), Near(y), Near(x + width), Near(y + height)));
        }

        return path;
    }

    private static SKPath Rectangle(Box box)
    {
        var path = new SKPath();
        var (left, top) = (Near(box.X), Near(box.Y));
        var rectangle = new SKRect(left, top, Near(box.X + box.Width), Near(box.Y + box.Height));
        path.AddRoundRect(rectangle, box.IsBar ? BarCorner : 0, box.IsBar ? BarCorner : 0);
        return path;
    }

    // A stroke of a single point is drawn as a dot by its round cap, as SVG does.
    private static SKPath Path(IEnumerable<(double X, double Y)> points, bool close)
    {
        var path = new SKPath();
        var count = 0;
        foreach (var (x, y) in points)
        {
            if (count++ == 0)
            {
                path.MoveTo(Near(x), Near(y));
            }
            else
            {
                path.LineTo(Near(x), Near(y));
            }
        }

        if (close)
        {
            path.Close();
        }

        return path;
    }

    private static float Near(double coordinate) => (float)Math.Clamp(coordinate, -Farthest, Farthest);
}
