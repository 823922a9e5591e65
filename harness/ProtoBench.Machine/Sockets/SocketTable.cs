using System.Buffers;

namespace ProtoBench.Machine.Sockets;

/// <summary>
/// Reads a table of the kernel's TCP sockets line by line from one buffer, so that 10,000 lines leave no garbage in a process whose memory
/// may be measured.
/// </summary>
internal static class SocketTable
{
    // The kernel pads each line to 150 characters (TMPSZ in net/ipv4/tcp_ipv4.c); those of tcp6 are longer, and below 256.
    private const int Characters = 32 * 1024;

    /// <summary>Hands each socket of the table to <paramref name="each"/>.</summary>
    public static void Read(TextReader table, Action<TcpSocket> each)
    {
        var buffer = ArrayPool<char>.Shared.Rent(Characters);
        try
        {
            var kept = 0;
            while (table.Read(buffer.AsSpan(kept)) is > 0 and var count)
            {
                var rest = buffer.AsSpan(0, kept + count);
                while (rest.IndexOf('\n') is >= 0 and var end)
                {
                    Give(rest[..end], each);
                    rest = rest[(end + 1)..];
                }

                if (rest.Length == buffer.Length)
                {
                    throw new IOException("a line of the table of sockets has no end");
                }

                rest.CopyTo(buffer);
                kept = rest.Length;
            }

            Give(buffer.AsSpan(0, kept), each);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private static void Give(ReadOnlySpan<char> line, Action<TcpSocket> each)
    {
        if (TcpSocket.Parse(line) is { } socket)
        {
            each(socket);
        }
    }
}
