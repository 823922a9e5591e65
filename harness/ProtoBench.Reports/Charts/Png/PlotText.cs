using System.Text;

namespace ProtoBench.Reports.Charts.Png;

/// <summary>
/// Text for a picture. Names in a report are user input, and a font has no glyph for a line break or a control character.
/// </summary>
internal static class PlotText
{
    public static string Of(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings(" ").EnumerateRunes())
        {
            shown.Append(rune.Value == '\t' ? " " : Rune.IsControl(rune) ? "\uFFFD" : rune.ToString());
        }

        return shown.ToString();
    }
}
