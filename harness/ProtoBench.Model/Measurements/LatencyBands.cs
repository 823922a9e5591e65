using System.Globalization;
using System.Text;

namespace ProtoBench.Model.Measurements;

/// <summary>
/// Counts of latencies in bands of half a factor of two, as one short text: <c>12:40,7,0,1</c> are 40 in band 12, 7 in the next and so
/// on. What a map of time against latency needs of a stretch, in some thirty characters.
/// </summary>
public static class LatencyBands
{
    /// <summary>Bands, the first and the last of them open: below 256 ns, and from about two minutes on.</summary>
    public const int Count = 59;

    // The first band is drawn as if it were as wide as the second.
    private const double LowestMicroseconds = 0.256;

    /// <summary>
    /// The lower edge of a band, in microseconds; that of the first, which is open, is 0.128. The upper edge is that of the next.
    /// </summary>
    public static double LowOf(int band)
    {
        var steps = band - 1;
        return band == 0
            ? LowestMicroseconds / 2
            : LowestMicroseconds * Math.Pow(2, steps / 2) * (steps % 2 == 0 ? 1 : 1.5);
    }

    /// <summary>The counts from the first that is not zero to the last; empty where all are.</summary>
    /// <param name="counts">One a band.</param>
    public static string Encode(ReadOnlySpan<long> counts)
    {
        var first = counts.IndexOfAnyExcept(0);
        if (first < 0)
        {
            return "";
        }

        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{first}:");
        for (var band = first; band <= counts.LastIndexOfAnyExcept(0); band++)
        {
            text.Append(band > first ? "," : "").Append(CultureInfo.InvariantCulture, $"{counts[band]}");
        }

        return text.ToString();
    }

    /// <summary>The bands that counted anything, ascending.</summary>
    /// <exception cref="FormatException">The text is not of <see cref="Encode"/>.</exception>
    public static IReadOnlyList<(int Band, long Count)> Decode(string text)
    {
        if (text.Length == 0)
        {
            return [];
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !int.TryParse(text.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var first))
        {
            throw new FormatException($"'{text}' does not begin with a band and a colon");
        }

        return
        [
            .. text[(colon + 1)..].Split(',')
                .Select((count, i) => (first + i, long.Parse(count, NumberStyles.None, CultureInfo.InvariantCulture)))
                .Where(one => one.Item2 > 0),
        ];
    }

    /// <summary>Adds the counts of a text to those of another.</summary>
    public static string Sum(string one, string other)
    {
        var counts = new long[Count];
        foreach (var (band, count) in Decode(one).Concat(Decode(other)))
        {
            counts[band] += count;
        }

        return Encode(counts);
    }
}
