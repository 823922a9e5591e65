using System.Text;

namespace ProtoBench.Reports.Charts;

/// <summary>
/// Estimated widths of text, since no font is at hand when the chart is made. In units of the font size, after DejaVu Sans, one of the
/// widest fonts a reader may have: erring wide keeps labels from touching.
/// </summary>
internal static class TextWidth
{
    /// <summary>How much wider bold text is.</summary>
    public const double Bold = 1.1;

    public static double Of(string text, double fontSize = 12)
    {
        var sum = 0.0;
        foreach (var rune in text.EnumerateRunes())
        {
            sum += Of(rune);
        }

        return sum * fontSize;
    }

    /// <summary>The text, or as much of its beginning as fits with an ellipsis.</summary>
    public static string Shorten(string text, double width, double fontSize = 12)
    {
        if (Of(text, fontSize) <= width)
        {
            return text;
        }

        var kept = new StringBuilder();
        var room = width - Of("…", fontSize);
        foreach (var rune in text.EnumerateRunes())
        {
            room -= Of(rune) * fontSize;
            if (room < 0)
            {
                break;
            }

            kept.Append(rune.ToString());
        }

        return kept.Append('…').ToString();
    }

    private static double Of(Rune rune) => rune.Value switch
    {
        'i' or 'j' or 'l' or 't' or 'f' or '.' or ',' or ':' or ';' or '|' or '\'' or ' ' or '/' or '(' or ')' or '-' => 0.38,
        'm' or 'w' or 'M' or 'W' or '…' or '%' => 0.95,
        >= 'A' and <= 'Z' => 0.72,
        < 0x1100 => 0.63,
        _ => 1.0,
    };
}
