namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>Guesses what a mistyped word was meant to be.</summary>
internal static class Spelling
{
    private const int LongestShown = 60;

    /// <summary>"did you mean 'x'?" where something is near, otherwise the list of what exists.</summary>
    public static string Hint(string written, IReadOnlyCollection<string> known, string whatExists) =>
        Nearest(written, known) is { } nearest ? $"did you mean '{nearest}'?" : $"{whatExists}: {string.Join(", ", known)}";

    /// <summary>The known word that is fewest edits away, if at most a third of the longer word (at least one edit) differs.</summary>
    public static string? Nearest(string written, IEnumerable<string> known)
    {
        // Cut off: nothing as long as this is a typo of a key, and the distance costs length times length.
        if (written.Length > LongestShown)
        {
            return null;
        }

        return known
            .Select(word => (Word: word, Distance: Distance(written.ToLowerInvariant(), word)))
            .Where(guess => guess.Distance <= Math.Max(1, Math.Max(written.Length, guess.Word.Length) / 3))
            .OrderBy(guess => guess.Distance)
            .Select(guess => guess.Word)
            .FirstOrDefault();
    }

    /// <summary>
    /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment) from one word to the other.
    /// </summary>
    public static int Distance(string from, string to)
    {
        var distances = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            distances[i, 0] = i;
        }

        for (var j = 0; j <= to.Length; j++)
        {
            distances[0, j] = j;
        }

        for (var i = 1; i <= from.Length; i++)
        {
            for (var j = 1; j <= to.Length; j++)
            {
                var substituted = distances[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                var best = Math.Min(substituted, Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1);
                var swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
                distances[i, j] = swapped ? Math.Min(best, distances[i - 2, j - 2] + 1) : best;
            }
        }

        return distances[from.Length, to.Length];
    }

    /// <summary>Text for a message, cut off so that a long value does not hide the message.</summary>
    public static string Shorten(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= LongestShown ? line : line[..LongestShown] + "…";
    }
}
