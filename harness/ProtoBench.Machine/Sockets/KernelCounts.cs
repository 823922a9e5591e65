using System.Buffers.Text;
using System.Text;

namespace ProtoBench.Machine.Sockets;

/// <summary>
/// Finds counts in the tables that the kernel writes of them, /proc/net/snmp and /proc/net/netstat: of each group a line of names and one
/// of values, both begun by the group's own name and a colon (net/ipv4/proc.c). Kernels add names, so that places mean nothing. Pure.
/// </summary>
internal static class KernelCounts
{
    /// <summary>The values of these names, in their order; null: the table has no such name.</summary>
    /// <param name="table">The whole text.</param>
    /// <param name="group">For example <c>Tcp:</c>.</param>
    /// <param name="names">Of one group.</param>
    public static long?[] Of(ReadOnlySpan<byte> table, ReadOnlySpan<byte> group, params ReadOnlySpan<string> names)
    {
        var found = new long?[names.Length];
        ReadOnlySpan<byte> columns = default;
        foreach (var range in table.Split((byte)'\n'))
        {
            var line = table[range];
            if (!line.StartsWith(group))
            {
                continue;
            }

            if (columns.IsEmpty)
            {
                columns = line;
                continue;
            }

            var value = line.Split((byte)' ');
            foreach (var column in columns.Split((byte)' '))
            {
                if (value.MoveNext() && PlaceOf(columns[column], names) is >= 0 and var place
                    && Utf8Parser.TryParse(line[value.Current], out long count, out _))
                {
                    found[place] = count;
                }
            }

            break;
        }

        return found;
    }

    private static int PlaceOf(ReadOnlySpan<byte> column, ReadOnlySpan<string> names)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (Ascii.Equals(column, names[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
