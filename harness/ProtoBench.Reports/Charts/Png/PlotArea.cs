using ScottPlot;

namespace ProtoBench.Reports.Charts.Png;

/// <summary>
/// Where values lie in a plot of ScottPlot. It has linear axes only, so both run from 0 to 1, and values are put on them at the fraction of
/// the axis that their own scale gives.
/// </summary>
internal sealed class PlotArea(Chart chart, Func<Coordinates, Pixel> pixel) : IPlotArea
{
    public Chart Chart => chart;

    public double Left { get; } = pixel(new Coordinates(0, 0)).X;

    public double Right { get; } = pixel(new Coordinates(1, 0)).X;

    public double Top { get; } = pixel(new Coordinates(0, 1)).Y;

    public double Bottom { get; } = pixel(new Coordinates(0, 0)).Y;

    public double X(double value) => pixel(new Coordinates(FractionX(chart, value), 0)).X;

    public double Y(double value) => pixel(new Coordinates(0, FractionY(chart, value))).Y;

    public static double FractionX(Chart chart, double value) => chart.X.Scale.Fraction(value);

    /// <summary>Categories run from top to bottom, numbers from bottom to top.</summary>
    public static double FractionY(Chart chart, double value) =>
        chart.Y.Scale is BandScale ? 1 - chart.Y.Scale.Fraction(value) : chart.Y.Scale.Fraction(value);
}
