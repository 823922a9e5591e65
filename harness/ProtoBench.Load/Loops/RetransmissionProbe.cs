using System.Globalization;
using ProtoBench.Quic.Options;

namespace ProtoBench.Load.Loops;

/// <summary>
/// Packets this process's side of an emulated link has sent again: the kernel's count of TCP segments in its network namespace, which holds
/// nothing but the trial, and QUIC packets declared lost.
/// </summary>
internal static class RetransmissionProbe
{
    private const string Column = "RetransSegs";

    /// <summary>Total so far. Costs about 30 µs.</summary>
    public static long Now() => TcpSegments(File.ReadLines("/proc/self/net/snmp")) + QuicLosses.Packets;

    /// <summary>RetransSegs of the two lines "Tcp:", names and values (proc_net_snmp of the kernel; RFC 4022, tcpRetransSegs).</summary>
    /// <exception cref="IOException">There is no such column.</exception>
    internal static long TcpSegments(IEnumerable<string> lines)
    {
        string[]? names = null;
        foreach (var line in lines.Where(line => line.StartsWith("Tcp:", StringComparison.Ordinal)))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (names is null)
            {
                names = fields;
            }
            else if (Array.IndexOf(names, Column) is var column and >= 0 && column < fields.Length)
            {
                return long.Parse(fields[column], CultureInfo.InvariantCulture);
            }
        }

        throw new IOException($"/proc/self/net/snmp has no {Column}");
    }
}
