namespace ProtoBench.Reports.Charts;

/// <summary>
/// The inks of a chart on light or on dark paper, as <c>#rrggbb</c>. Series have theirs in <see cref="Palette.Colours"/>.
/// </summary>
/// <param name="IsDark">Which of a series' two shades goes with it.</param>
/// <param name="Paper">What is drawn on.</param>
/// <param name="Ink">Names and figures.</param>
/// <param name="Soft">Axes and what is written on them.</param>
/// <param name="Grid">Grid lines and shades.</param>
internal sealed record ChartTheme(bool IsDark, string Paper, string Ink, string Soft, string Grid)
{
    public static ChartTheme Light { get; } = new(false, ChartStyleSheet.LightPaper, "#1b1e24", "#59606b", "#e4e6ea");

    /// <summary>The page's inks in the dark.</summary>
    public static ChartTheme Dark { get; } = new(true, ChartStyleSheet.DarkPaper, "#e9ebef", "#a3abb7", "#262b33");

    /// <summary>A series' colour.</summary>
    public string Of(SeriesStyle style) => IsDark ? Palette.Colours[style.ColourIndex].Dark : Palette.Colours[style.ColourIndex].Light;
}
