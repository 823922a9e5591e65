using System.Text;

namespace ProtoBench.Reports.Text;

/// <summary>
/// Text for terminals that know ASCII only: what has a plain spelling gets it, blocks become digits of height, the rest question marks.
/// </summary>
internal static class AsciiText
{
    public static string Of(string text)
    {
        var ascii = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            // Most have one character for one, so that columns stay aligned.
            ascii.Append(character switch
            {
                < '\u0080' => character.ToString(),
                'µ' => "u",
                '×' => "x",
                '–' or '—' or '‑' or '−' => "-",
                '→' => ">",
                '…' => "~",
                '“' or '”' => "\"",
                '’' or '‘' => "'",
                '·' => "*",
                '\u00A0' => " ",
                >= '▁' and <= '█' => ((char)('1' + (character - '▁'))).ToString(),
                _ => "?",
            });
        }

        return ascii.ToString();
    }
}
