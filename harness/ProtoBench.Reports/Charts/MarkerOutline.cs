namespace ProtoBench.Reports.Charts;

/// <summary>Outlines of the marker shapes, all of about equal visual weight.</summary>
internal static class MarkerOutline
{
    /// <summary>Corners around the marker's middle; null for a circle.</summary>
    public static IEnumerable<(double X, double Y)>? Of(Marker marker) => marker.Shape is MarkerShape.Circle
        ? null
        : Corners(marker.Shape).Select(corner => (marker.X + (corner.X * marker.Radius), marker.Y + (corner.Y * marker.Radius)));

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
