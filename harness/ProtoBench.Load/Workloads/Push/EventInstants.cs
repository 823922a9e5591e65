using System.IO.Compression;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Workloads.Push;

/// <summary>
/// When the first and the last subscriber of one of several clients got each event, so that the spread over the subscribers of all of them
/// can be told. Its memory is bounded and all taken when it is made. Any thread may add; nothing is locked.
/// </summary>
internal sealed class EventInstants
{
    /// <summary>Events that are kept at most: 3 MiB of memory.</summary>
    public const int Most = 1 << 17;

    private const double Spare = 1.2;
    private const int Few = 1_000;

    private readonly (long Number, long First, long Last)[] _events;
    private int _count;

    /// <param name="expected">Events of the window; by chance there may be more.</param>
    public EventInstants(double expected) => _events = new (long, long, long)[(int)Math.Min(Most, (Spare * expected) + Few)];

    /// <summary>All subscribers of this client have got event <paramref name="number"/>, which happens once.</summary>
    public void Add(long number, long first, long last)
    {
        var place = Interlocked.Increment(ref _count) - 1;
        if (place < _events.Length)
        {
            _events[place] = (number, first, last);
        }
    }

    /// <summary>All of them as text; null when there were more than are kept. Only when nobody adds any more.</summary>
    public string? Encode()
    {
        if (_count > _events.Length)
        {
            return null;
        }

        Array.Sort(_events, 0, _count, Comparer<(long Number, long, long)>.Create((one, other) => one.Number.CompareTo(other.Number)));
        using var text = new MemoryStream();
        using (var writer = new BinaryWriter(new ZLibStream(text, CompressionLevel.Fastest, leaveOpen: true)))
        {
            writer.Write7BitEncodedInt(_count);
            var (before, instant) = (0L, 0L);
            foreach (var (number, first, last) in _events.AsSpan(0, _count))
            {
                writer.Write7BitEncodedInt64(number - before);
                writer.Write7BitEncodedInt64(first - instant);
                writer.Write7BitEncodedInt64(last - first);
                (before, instant) = (number, first);
            }
        }

        return Convert.ToBase64String(text.GetBuffer().AsSpan(0, (int)text.Length));
    }

    /// <summary>
    /// From when the first subscriber of all clients got an event until the last one did, of the events that all of them got; null when one
    /// of the clients did not keep its instants.
    /// </summary>
    /// <param name="clients">As <see cref="Encode"/> made them, on one clock.</param>
    public static LatencyHistogram? Spread(IReadOnlyList<string?> clients)
    {
        var events = new Dictionary<long, (long First, long Last, int Clients)>();
        foreach (var client in clients)
        {
            if (client is null)
            {
                return null;
            }

            foreach (var (number, first, last) in Decode(client))
            {
                var (earliest, latest, seen) = events.GetValueOrDefault(number, (long.MaxValue, long.MinValue, 0));
                events[number] = (Math.Min(earliest, first), Math.Max(latest, last), seen + 1);
            }
        }

        var spread = new LatencyHistogram();
        foreach (var (first, last, seen) in events.Values)
        {
            if (seen == clients.Count)
            {
                spread.Record(last - first);
            }
        }

        return spread;
    }

    private static IEnumerable<(long Number, long First, long Last)> Decode(string text)
    {
        using var reader = new BinaryReader(
            new ZLibStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress));
        var (number, instant) = (0L, 0L);
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            number += reader.Read7BitEncodedInt64();
            instant += reader.Read7BitEncodedInt64();
            yield return (number, instant, instant + reader.Read7BitEncodedInt64());
        }
    }
}
