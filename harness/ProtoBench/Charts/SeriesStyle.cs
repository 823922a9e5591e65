namespace ProtoBench.Charts;

/// <summary>How one arm looks on every chart and table: colour, dashes and marker each tell it apart on their own.</summary>
/// <param name="Name">The arm's label.</param>
/// <param name="ColourIndex">Index into <see cref="Palette.Colours"/>; the CSS class is <c>a</c> with this number.</param>
/// <param name="Dashes">stroke-dasharray, or null for a solid line.</param>
/// <param name="Marker">Shape of its points.</param>
internal sealed record SeriesStyle(string Name, int ColourIndex, string? Dashes, MarkerShape Marker)
{
    public string CssClass => "a" + ColourIndex;
}
