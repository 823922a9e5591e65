using System.Globalization;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Machine;

/// <summary>Which processors the two processes of a trial get.</summary>
/// <param name="Server">For the server, as <c>taskset -c</c> takes them; null: all.</param>
/// <param name="Client">For the client.</param>
internal sealed record ProcessorSplit(string? Server, string? Client)
{
    /// <summary>Divides <paramref name="allowed"/> as <paramref name="pinning"/> says. One processor alone cannot be divided.</summary>
    public static ProcessorSplit Of(Pinning pinning, IReadOnlyList<int> allowed)
    {
        if (pinning == Pinning.None || allowed.Count < 2)
        {
            return new ProcessorSplit(null, null);
        }

        var half = allowed.Count / 2;
        return new ProcessorSplit(string.Join(',', allowed.Take(half)), string.Join(',', allowed.Skip(half)));
    }

    /// <summary>Reads a kernel processor list such as <c>0-3,8</c> (cpuset(7), "List format").</summary>
    public static IReadOnlyList<int> ParseList(string list)
    {
        var processors = new List<int>();
        foreach (var range in list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var ends = range.Split('-');
            var first = int.Parse(ends[0], CultureInfo.InvariantCulture);
            var last = int.Parse(ends[^1], CultureInfo.InvariantCulture);
            processors.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return processors;
    }
}
