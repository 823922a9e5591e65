namespace ProtoBench.Reports.Charts;

internal enum SvgMode
{
    /// <summary>
    /// Part of a page: colours come from the page's style sheet (<see cref="ChartStyleSheet"/>), so light and dark need no second drawing.
    /// </summary>
    Inline,

    /// <summary>
    /// A file of its own: literal colours, a background and a visible title, since other programs resolve no style sheet of ours.
    /// </summary>
    Standalone,
}
