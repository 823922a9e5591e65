namespace ProtoBench.Reports.Charts;

/// <summary>Markers as SVG.</summary>
internal static class SvgMarker
{
    public static void Write(MarkupWriter svg, Marker marker)
    {
        var css = marker.Hollow ? "hollow" : "dot";
        if (MarkerOutline.Of(marker) is { } corners)
        {
            svg.Shape("path", marker.Tip, ("class", css), ("d", SvgMarks.Path(corners, close: true)));
            return;
        }

        svg.Shape(
            "circle",
            marker.Tip,
            ("class", css),
            ("cx", MarkupWriter.Coordinate(marker.X)),
            ("cy", MarkupWriter.Coordinate(marker.Y)),
            ("r", MarkupWriter.Coordinate(marker.Radius)));
    }
}
