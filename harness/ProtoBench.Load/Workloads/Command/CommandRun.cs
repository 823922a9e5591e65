using System.Runtime.InteropServices;

namespace ProtoBench.Load.Workloads.Command;

/// <summary>One run of the window that completed or timed out.</summary>
/// <param name="Nanoseconds">From just before its start to its end.</param>
/// <param name="UserSeconds">Processor time of it and its children.</param>
/// <param name="SystemSeconds">Of the kernel, for them.</param>
/// <param name="Traffic">From its start to the next one's; null where it is not told from others'.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CommandRun(long Nanoseconds, double UserSeconds, double SystemSeconds, Traffic? Traffic);

/// <summary>What went over the interfaces of a network namespace, both ways.</summary>
/// <param name="Bytes">As the interface counts them: with IP headers, and over packet sockets with those of Ethernet.</param>
/// <param name="Packets">Likewise.</param>
internal readonly record struct Traffic(long Bytes, long Packets)
{
    private const string Table = "/proc/self/net/dev";

    // Columns behind the colon (proc(5)): received bytes and packets, eight in all, then what was sent.
    private const int Received = 0;
    private const int Sent = 8;

    public static Traffic operator -(Traffic later, Traffic earlier) =>
        new(later.Bytes - earlier.Bytes, later.Packets - earlier.Packets);

    /// <summary>Of this process's namespace so far, loopback left out. Costs about 30 µs.</summary>
    public static Traffic Now() => Of(File.ReadLines(Table));

    /// <exception cref="IOException">It is written otherwise.</exception>
    internal static Traffic Of(IEnumerable<string> lines)
    {
        var total = new Traffic(0, 0);
        foreach (var line in lines)
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is not (> 0 and var colon) || line[..colon].Trim() == "lo")
            {
                continue;
            }

            var columns = line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length <= Sent + 1)
            {
                throw new IOException($"{Table} has a line of {columns.Length} columns");
            }

            total = new Traffic(
                total.Bytes + Number(columns[Received]) + Number(columns[Sent]),
                total.Packets + Number(columns[Received + 1]) + Number(columns[Sent + 1]));
        }

        return total;
    }

    private static long Number(string text) => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
