using System.Text;

namespace ProtoBench.Reports.Charts;

/// <summary>Shapes and texts as SVG elements. Their colours are in <see cref="ChartStyleSheet"/>.</summary>
internal static class SvgMarks
{
    public static void Write(MarkupWriter svg, MarkShape shape)
    {
        switch (shape)
        {
            case Stroke stroke:
                svg.Empty("path", ("class", Css(stroke.Kind)), ("stroke-dasharray", stroke.Dashes), ("d", Path(stroke.Points)));
                break;
            case Area area:
                svg.Empty("path", ("class", "band"), ("d", Path(area.Points, close: true)));
                break;
            case Box box:
                svg.Shape(
                    "rect",
                    box.Tip,
                    ("class", box.IsBar ? "bar" : "shade"),
                    ("x", MarkupWriter.Coordinate(box.X)),
                    ("y", MarkupWriter.Coordinate(box.Y)),
                    ("width", MarkupWriter.Coordinate(box.Width)),
                    ("height", MarkupWriter.Coordinate(box.Height)),
                    ("rx", box.IsBar ? "2" : null));
                break;
            case Shaded shaded:
                svg.Empty("path", ("class", "h" + MarkupWriter.Coordinate(shaded.Level)), ("d", Path(shaded)));
                break;
            case Marker marker:
                SvgMarker.Write(svg, marker);
                break;
        }
    }

    private static string Path(Shaded shaded)
    {
        var path = new StringBuilder();
        foreach (var (x, y, width, height) in shaded.Rectangles)
        {
            path.Append('M').Append(MarkupWriter.Coordinate(x)).Append(' ').Append(MarkupWriter.Coordinate(y))
                .Append('h').Append(MarkupWriter.Coordinate(width)).Append('v').Append(MarkupWriter.Coordinate(height))
                .Append("h-").Append(MarkupWriter.Coordinate(width)).Append('z');
        }

        return path.ToString();
    }

    /// <summary>A text; one that was shortened has its whole as the title that browsers show to a reader who points at it.</summary>
    public static void Write(MarkupWriter svg, PlacedText text, string? whole = null, string? series = null)
    {
        using (svg.Open(
            "text",
            ("class", Css(text.Role)),
            ("data-s", series),
            ("x", MarkupWriter.Coordinate(text.X)),
            ("y", MarkupWriter.Coordinate(text.Y)),
            ("text-anchor", text.EndsAtX ? "end" : null)))
        {
            svg.Text(text.Text);
            if (whole is not null && whole != text.Text)
            {
                svg.Element("title", whole);
            }
        }
    }

    /// <summary>Path data of straight strokes through the points.</summary>
    public static string Path(IEnumerable<(double X, double Y)> points, bool close = false)
    {
        var path = new StringBuilder();
        foreach (var (x, y) in points)
        {
            path.Append(path.Length == 0 ? 'M' : 'L').Append(MarkupWriter.Coordinate(x)).Append(' ').Append(MarkupWriter.Coordinate(y));
        }

        return close ? path.Append('Z').ToString() : path.ToString();
    }

    private static string Css(StrokeKind kind) => kind switch
    {
        StrokeKind.Line => "line",
        StrokeKind.Faint => "faint",
        StrokeKind.Whisker => "whisker",
        StrokeKind.Over => "over",
        StrokeKind.Lead => "lead",
        StrokeKind.Rule => "rule",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This stroke has no look."),
    };

    private static string? Css(TextRole role) => role switch
    {
        TextRole.Name => "name",
        TextRole.Head => "head",
        TextRole.End => "end",
        _ => null,
    };
}
