namespace ProtoBench.Charts;

/// <summary>Outlines of the marker shapes, all of about equal visual weight.</summary>
internal static class SvgMarker
{
    public static void Write(MarkupWriter svg, MarkerShape shape, double x, double y, bool hollow, double radius = 4, string? tip = null)
    {
        var css = hollow ? "hollow" : "dot";
        if (shape is MarkerShape.Circle)
        {
            svg.Shape(
                "circle",
                tip,
                ("class", css),
                ("cx", MarkupWriter.Coordinate(x)),
                ("cy", MarkupWriter.Coordinate(y)),
                ("r", MarkupWriter.Coordinate(radius)));
            return;
        }

        var corners = Corners(shape).Select(corner => (x + (corner.X * radius), y + (corner.Y * radius)));
        svg.Shape("path", tip, ("class", css), ("d", SvgPlot.Path(corners, close: true)));
    }

    private static (double X, double Y)[] Corners(MarkerShape shape) => shape switch
    {
        MarkerShape.Square => [(-.9, -.9), (.9, -.9), (.9, .9), (-.9, .9)],
        MarkerShape.Diamond => [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)],
        MarkerShape.TriangleUp => [(0, -1.2), (1.2, .95), (-1.2, .95)],
        MarkerShape.TriangleDown => [(0, 1.2), (1.2, -.95), (-1.2, -.95)],
        MarkerShape.Plus => Arms(0),
        MarkerShape.Cross => Arms(Math.PI / 4),
        MarkerShape.Pentagon =>
            [.. Enumerable.Range(0, 5).Select(i => (1.15 * Math.Sin(i * Math.Tau / 5), -1.15 * Math.Cos(i * Math.Tau / 5)))],
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "This marker has no outline."),
    };

    // A plus sign with arms half as wide as the marker, turned by an angle.
    private static (double X, double Y)[] Arms(double angle)
    {
        (double X, double Y)[] plus =
            [
                (-.45, -1.25), (.45, -1.25), (.45, -.45), (1.25, -.45), (1.25, .45), (.45, .45),
                (.45, 1.25), (-.45, 1.25), (-.45, .45), (-1.25, .45), (-1.25, -.45), (-.45, -.45),
            ];
        var (sin, cos) = Math.SinCos(angle);
        return [.. plus.Select(corner => ((corner.X * cos) - (corner.Y * sin), (corner.X * sin) + (corner.Y * cos)))];
    }
}
