using System.Globalization;
using ProtoBench.Native;

namespace ProtoBench.Machine;

/// <summary>What waits in the stream sockets of this process to be read by their peers, as the kernel tells it.</summary>
/// <param name="Sockets">Connected TCP and Unix stream sockets.</param>
/// <param name="Bytes">That wait in them.</param>
/// <param name="WindowLimitedMicroseconds">How long TCP ones have waited for their peers' windows, all added up; null: none is TCP.</param>
internal readonly record struct SendQueues(int Sockets, long Bytes, long? WindowLimitedMicroseconds)
{
    private const string Descriptors = "/proc/self/fd";

    /// <summary>Now. Asks of every descriptor there is, about 1 µs each, so that it works whoever made the socket.</summary>
    public static SendQueues Now()
    {
        var (sockets, bytes) = (0, 0L);
        long? limited = null;
        foreach (var path in Directory.EnumerateFileSystemEntries(Descriptors))
        {
            // A descriptor that was closed meanwhile, or is another thing now, answers none of the questions.
            if (int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor)
                && LibcSendQueues.WaitingBytes(descriptor) is { } waiting)
            {
                (sockets, bytes) = (sockets + 1, bytes + waiting);
                limited = LibcSendQueues.WindowLimitedMicroseconds(descriptor) is { } time ? (limited ?? 0) + time : limited;
            }
        }

        return new SendQueues(sockets, bytes, limited);
    }
}
