namespace ProtoBench.Analysis.Summaries;

/// <summary>
/// The values an axis must hold so that figures can be compared. Intervals over two or three uneven trials can span decades; an axis that
/// held them whole would squeeze the figures themselves into a line, so they are cut off at a distance from the figures.
/// </summary>
internal static class IntervalRange
{
    /// <summary>What to tell the reader of such a chart.</summary>
    public const string Note = "An interval that reaches the edge of the chart continues beyond it.";

    // Half a decade leaves the figures the larger part of the axis.
    private const double FarthestFactor = 3.2;

    private const double FarthestShare = 1.5;

    /// <summary>For a logarithmic axis: all figures, and their intervals to at most a factor of 3.2 beyond the outermost figure.</summary>
    public static IEnumerable<double> Logarithmic(IEnumerable<(double Value, double? Low, double? High)> figures)
    {
        var list = figures.Where(figure => double.IsFinite(figure.Value) && figure.Value > 0).ToList();
        if (list.Count == 0)
        {
            return [];
        }

        var (least, most) = (list.Min(figure => figure.Value) / FarthestFactor, list.Max(figure => figure.Value) * FarthestFactor);
        return list.SelectMany(
            figure => (double[])[Math.Max(figure.Low ?? figure.Value, least), Math.Min(figure.High ?? figure.Value, most)]);
    }

    /// <summary>For an axis from zero: all figures, and their intervals to at most one and a half times the largest figure.</summary>
    public static IEnumerable<double> FromZero(IEnumerable<Figure> figures)
    {
        var list = figures.ToList();
        var most = FarthestShare * list.Select(figure => figure.Centre).DefaultIfEmpty(0).Max();
        return list.Select(figure => Math.Min(figure.High ?? figure.Centre, most));
    }
}
