namespace ProtoBench.Reports.Charts;

/// <summary>Where the values of a chart lie in drawing units, x to the right and y downwards from the upper left corner.</summary>
internal interface IPlotArea
{
    Chart Chart { get; }

    double Left { get; }

    double Right { get; }

    double Top { get; }

    double Bottom { get; }

    double X(double value);

    /// <summary>Categories run from top to bottom, numbers from bottom to top.</summary>
    double Y(double value);
}
