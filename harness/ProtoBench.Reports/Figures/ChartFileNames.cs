using System.Text;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Figures;

/// <summary>
/// Names for charts as files, made of their titles: <c>Throughput: echo, 1 in flight</c> is <c>throughput-echo-1-in-flight</c>. They do not
/// depend on a chart's place in the report, so that a page that embeds one keeps working when a workload is added.
/// </summary>
internal static class ChartFileNames
{
    // File systems allow 255 bytes with the ending; a name that long would not be readable in any listing.
    private const int Longest = 96;

    /// <summary>
    /// One name for each chart, in their order and without ending. Charts whose titles give the same name have their id behind it.
    /// </summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<Chart> charts)
    {
        var names = charts.Select(chart => Readable(chart.Title)).ToList();
        var shared = names.CountBy(name => name, StringComparer.Ordinal)
            .Where(name => name.Value > 1 || name.Key.Length == 0)
            .Select(name => name.Key)
            .ToHashSet(StringComparer.Ordinal);
        return [
            .. charts.Select((chart, index) => shared.Contains(names[index]) ? $"{names[index]}-{chart.Id}".TrimStart('-') : names[index]),
        ];
    }

    private static string Readable(string title)
    {
        var name = new StringBuilder();
        foreach (var character in title)
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                name.Append(char.ToLowerInvariant(character));
            }
            else if (name.Length > 0 && name[^1] != '-')
            {
                name.Append('-');
            }
        }

        return name.ToString(0, Math.Min(name.Length, Longest)).Trim('-');
    }
}
