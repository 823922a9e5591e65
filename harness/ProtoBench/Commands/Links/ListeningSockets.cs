using System.Diagnostics;
using ProtoBench.Links.Native;

namespace ProtoBench.Commands.Links;

/// <summary>Notices when a server is ready, for servers that do not say so.</summary>
internal static class ListeningSockets
{
    private const string Listening = "0A";
    private const string Unconnected = "07";

    /// <summary>Returns when any socket of the namespace listens (TCP) or is bound (UDP), or when the time or the server is over.</summary>
    public static bool Await(NetworkNamespace side, TimeSpan limit, Func<bool> isOver)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < limit && !isOver())
        {
            if (side.Run(() => Any("tcp", Listening) || Any("tcp6", Listening) || Any("udp", Unconnected) || Any("udp6", Unconnected)))
            {
                return true;
            }

            Thread.Sleep(10);
        }

        return false;
    }

    // proc(5): the fourth column of /proc/net/tcp is the state.
    private static bool Any(string table, string state)
    {
        var path = $"/proc/thread-self/net/{table}";
        return File.Exists(path)
            && File.ReadLines(path).Skip(1).Any(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3] == state);
    }
}
