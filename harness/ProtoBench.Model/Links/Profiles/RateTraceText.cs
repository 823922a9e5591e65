using System.Globalization;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Links.Profiles;

/// <summary>Reads a rate trace in Mahimahi's format, one whole number of milliseconds a line. Pure.</summary>
internal static class RateTraceText
{
    /// <summary>A week. Recordings last minutes; a number beyond is none of milliseconds.</summary>
    private const long MostMilliseconds = 7L * 24 * 3600 * 1000;

    private const int WidestExcerpt = 24;

    /// <exception cref="FormatException">A line is no such number; the message begins with the line's number in the file.</exception>
    /// <exception cref="ArgumentException">There is no opportunity, or no time passes.</exception>
    public static RateTrace Parse(string text)
    {
        if (Utf8Text.NulIn(text) is { } nul)
        {
            throw new FormatException($"line {nul.Line}: {nul.Message}");
        }

        var opportunities = new List<long>();
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var word = line.Trim();
            if (word.IsEmpty)
            {
                continue;
            }

            if (!long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
                || milliseconds is < 0 or > MostMilliseconds)
            {
                throw new FormatException(
                    $"line {number}: '{Excerpt(word)}' is no whole number of milliseconds from 0 to {MostMilliseconds} (a week)");
            }

            if (opportunities.Count > 0 && milliseconds < opportunities[^1])
            {
                throw new FormatException($"line {number}: {milliseconds} goes back in time, {opportunities[^1]} stands before it");
            }

            opportunities.Add(milliseconds);
        }

        return opportunities switch
        {
            [] => throw new ArgumentException("it has no line with a number, so nothing would ever pass"),
            [.., 0] => throw new ArgumentException(
                $"line {number}: it ends at 0 ms, and its last line is how long it lasts before it begins again"),
            _ => new RateTrace(opportunities),
        };
    }

    private static string Excerpt(ReadOnlySpan<char> word) => word.Length <= WidestExcerpt ? word.ToString() : $"{word[..WidestExcerpt]}…";
}
