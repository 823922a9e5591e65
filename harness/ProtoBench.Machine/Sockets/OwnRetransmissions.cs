using System.Globalization;
using ProtoBench.Native;

namespace ProtoBench.Machine.Sockets;

/// <summary>
/// TCP segments that the connections of this process have sent again, closed ones with what they were last seen with. On a host that does
/// other things too, the count of its network namespace would be everybody's. One caller at a time.
/// </summary>
internal sealed class OwnRetransmissions
{
    private const string Descriptors = "/proc/self/fd";

    // A descriptor is asked in about 1 µs: ten thousand connections take a twentieth of a processor.
    private const long Fresh = 250_000_000;

    private Dictionary<int, long> _last = [];
    private long _closed;
    private long _read = long.MinValue;
    private long _total;

    /// <summary>Total so far, at most a quarter of a second old.</summary>
    public long Total()
    {
        var now = LoadClock.Now;
        if (_read == long.MinValue || now - _read > Fresh)
        {
            _total = Take(Open());
            _read = now;
        }

        return _total;
    }

    /// <summary>Adds what all open connections tell.</summary>
    /// <param name="open">Of each, by its descriptor.</param>
    internal long Take(Dictionary<int, long> open)
    {
        // A smaller number is another connection's, whose descriptor was free again.
        foreach (var (descriptor, count) in _last)
        {
            _closed += open.TryGetValue(descriptor, out var later) && later >= count ? 0 : count;
        }

        _last = open;
        return _closed + open.Values.Sum();
    }

    private static Dictionary<int, long> Open()
    {
        var open = new Dictionary<int, long>();
        foreach (var path in Directory.EnumerateFileSystemEntries(Descriptors))
        {
            if (int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor)
                && LibcSendQueues.Retransmissions(descriptor) is { } count)
            {
                open[descriptor] = count;
            }
        }

        return open;
    }
}
