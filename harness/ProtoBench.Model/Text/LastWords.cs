using System.Text;

namespace ProtoBench.Model.Text;

/// <summary>The end of what a program wrote, short enough for a sentence. Pure.</summary>
internal static class LastWords
{
    // The last lines of a log say why its process ended; three of them fit into a sentence.
    private const int MostLines = 3;
    private const int MostLetters = 300;

    /// <summary>The last lines that say anything, without what a terminal would obey; null when there are none.</summary>
    public static string? Of(ReadOnlySpan<byte> end)
    {
        var lines = Encoding.UTF8.GetString(end).Split('\n')
            .Select(line => string.Concat(line.Where(letter => !char.IsControl(letter))).Trim())
            .Where(line => line.Length > 0)
            .TakeLast(MostLines);
        var words = string.Join(" | ", lines);
        return words.Length switch
        {
            0 => null,
            > MostLetters => "…" + words[^MostLetters..],
            _ => words,
        };
    }
}
