namespace ProtoBench.Quic.Streams;

/// <summary>
/// What waits to be sent in DATAGRAM frames. They are subject to congestion control (RFC 9221, section 5.4), and of what has to wait the
/// newest is worth most: a full queue drops its oldest. Loop thread only.
/// </summary>
internal sealed class DatagramQueue
{
    /// <summary>64: half a second of frames at the rate of a game.</summary>
    public const int Most = 64;

    private readonly byte[][] _ring = new byte[Most][];
    private readonly int[] _lengths = new int[Most];
    private long _first;
    private long _end;

    /// <summary>Datagrams that were not sent, because too many waited or because they fit no packet.</summary>
    public long Dropped { get; private set; }

    public int Count => (int)(_end - _first);

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (Count == Most)
        {
            Drop();
        }

        var place = (int)(_end++ % Most);
        if (_ring[place] is not { } buffer || buffer.Length < bytes.Length)
        {
            _ring[place] = buffer = new byte[Math.Max(2048, bytes.Length)];
        }

        bytes.CopyTo(buffer);
        _lengths[place] = bytes.Length;
    }

    /// <summary>The oldest one that is no larger than <paramref name="room"/>; those before it that are larger are dropped.</summary>
    public bool TryPeek(int room, out ReadOnlySpan<byte> bytes)
    {
        for (; Count > 0; Drop())
        {
            var place = (int)(_first % Most);
            bytes = _ring[place].AsSpan(0, _lengths[place]);
            if (bytes.Length <= room)
            {
                return true;
            }
        }

        bytes = default;
        return false;
    }

    /// <summary>The oldest one has been sent.</summary>
    public void Take() => _first++;

    private void Drop()
    {
        _first++;
        Dropped++;
    }
}
