using System.Globalization;
using ProtoBench.Contract;
using ProtoBench.Machine.Sockets;
using ProtoBench.Quic.Options;

namespace ProtoBench.Load.Loops;

/// <summary>
/// Packets this process has sent again. On its side of an emulated link: the kernel's count of TCP segments in its network namespace, which
/// holds nothing but the trial; on a network that others use too, that of its own connections. And QUIC packets declared lost, and what
/// other transports of ours sent again.
/// </summary>
internal static class RetransmissionProbe
{
    private const string Column = "RetransSegs";

    /// <summary>What tells the total so far, for a path of this kind; 0 on loopback.</summary>
    public static Func<long> For(TrialPath path)
    {
        var own = new OwnRetransmissions();
        return path switch
        {
            TrialPath.Link => Now,
            TrialPath.Network => () => own.Total() + OfTransports(),
            _ => () => 0,
        };
    }

    /// <summary>Total so far. Costs about 30 µs.</summary>
    public static long Now() => TcpSegments(File.ReadLines("/proc/self/net/snmp")) + OfTransports();

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

    private static long OfTransports() => QuicLosses.Packets + PacketsSentAgain.Total;
}
