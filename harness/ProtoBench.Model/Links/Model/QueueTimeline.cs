namespace ProtoBench.Model.Links.Model;

/// <summary>
/// How much waited in front of a rate at most, in slices of time. Its memory is bounded and all taken when it is made: once the slices are
/// used up, each two become one of twice the length.
/// </summary>
internal sealed class QueueTimeline
{
    /// <summary>With the shortest slices 205 s, longer than a trial takes; 8 bytes each.</summary>
    public const int Slices = 4096;

    /// <summary>In nanoseconds, as for what a link drops.</summary>
    public const long ShortestSlice = 50_000_000;

    private readonly int[] _packets = new int[Slices];
    private readonly int[] _bytes = new int[Slices];
    private long _length = ShortestSlice;
    private long _end = ShortestSlice;
    private int _slice;

    /// <summary>The queue has held these since it was last told of, or since 0.</summary>
    /// <param name="packets">With the one being sent.</param>
    /// <param name="bytes">Of them together.</param>
    /// <param name="until">Nanoseconds from the link's start; not decreasing.</param>
    public void Held(int packets, long bytes, long until)
    {
        Raise(packets, bytes);
        while (until >= _end)
        {
            // While nothing waits, slices stay empty.
            var next = packets > 0 ? _slice + 1 : until / _length;
            while (next >= Slices)
            {
                Halve();
                next /= 2;
            }

            (_slice, _end) = ((int)next, (next + 1) * _length);
            Raise(packets, bytes);
        }
    }

    /// <summary>What it holds until now, for somebody else.</summary>
    public QueueTimeline Copy()
    {
        var copy = new QueueTimeline { _length = _length, _end = _end, _slice = _slice };
        _packets.CopyTo(copy._packets, 0);
        _bytes.CopyTo(copy._bytes, 0);
        return copy;
    }

    /// <summary>The slices that touch a stretch of time, in nanoseconds from the link's start, as far as it was told of.</summary>
    public IEnumerable<(long From, long To, int Packets, int Bytes)> Between(long from, long to)
    {
        for (var slice = Math.Max(0, from / _length); slice <= _slice && slice * _length < to; slice++)
        {
            yield return (slice * _length, (slice + 1) * _length, _packets[slice], _bytes[slice]);
        }
    }

    private void Raise(int packets, long bytes)
    {
        if (packets > _packets[_slice])
        {
            _packets[_slice] = packets;
        }

        if (bytes > _bytes[_slice])
        {
            _bytes[_slice] = (int)Math.Min(bytes, int.MaxValue);
        }
    }

    private void Halve()
    {
        Halve(_packets);
        Halve(_bytes);
        _length *= 2;
    }

    private static void Halve(int[] values)
    {
        for (var i = 0; i < Slices / 2; i++)
        {
            values[i] = Math.Max(values[2 * i], values[(2 * i) + 1]);
        }

        values.AsSpan(Slices / 2).Clear();
    }
}
