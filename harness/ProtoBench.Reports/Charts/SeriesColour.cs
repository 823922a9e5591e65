namespace ProtoBench.Reports.Charts;

/// <summary>
/// One hue in two shades, each with a contrast of at least 4.5 to 1 on its background (WCAG 2.2, 1.4.3), since labels use it.
/// </summary>
/// <param name="Light">On light paper.</param>
/// <param name="Dark">On the dark page.</param>
internal readonly record struct SeriesColour(string Light, string Dark);
