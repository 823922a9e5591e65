namespace ProtoBench.Reports.Charts;

/// <summary>How one arm looks on every chart and table: colour, dashes and marker each tell it apart on their own.</summary>
/// <param name="Name">The arm's label.</param>
/// <param name="ColourIndex">Index into <see cref="Palette.Colours"/>; the CSS class is <c>a</c> with this number.</param>
/// <param name="Dashes">stroke-dasharray, or null for a solid line.</param>
/// <param name="Marker">Shape of its points.</param>
/// <param name="Series">Place among the run's arms, by which a reader of a page shows and hides them; null for what belongs to no
/// arm.</param>
internal sealed record SeriesStyle(string Name, int ColourIndex, string? Dashes, MarkerShape Marker, int? Series = null)
{
    /// <summary><see cref="Series"/> as it stands in attributes.</summary>
    public string? SeriesText => Series?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public string CssClass => "a" + ColourIndex;
}
