using System.Text;

namespace ProtoBench.Charts;

/// <summary>The rectangle in which marks are drawn, and how values become coordinates in it.</summary>
internal sealed record SvgPlot(Chart Chart, double Left, double Top, double Width, double Height)
{
    public double Right => Left + Width;

    public double Bottom => Top + Height;

    /// <summary>Categories run from top to bottom, numbers from bottom to top.</summary>
    public bool HasRows => Chart.Y.Scale is BandScale;

    public double X(double value) => Left + (Chart.X.Scale.Fraction(value) * Width);

    public double Y(double value) => HasRows
        ? Top + (Chart.Y.Scale.Fraction(value) * Height)
        : Bottom - (Chart.Y.Scale.Fraction(value) * Height);

    /// <summary>Height of one category's row.</summary>
    public double RowHeight => Chart.Y.Scale is BandScale rows ? Height / Math.Max(1, rows.Categories.Count) : Height;

    public bool Holds(ChartPoint point) => Chart.X.Scale.Holds(point.X) && Chart.Y.Scale.Holds(point.Y);

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
}
