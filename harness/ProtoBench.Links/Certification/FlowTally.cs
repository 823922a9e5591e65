namespace ProtoBench.Links.Certification;

/// <summary>Counts the arrivals of a flow; pure, fed with times.</summary>
internal sealed class FlowTally(int count, int packetBytes, bool mayRepeat = false)
{
    private readonly byte[] _arrivals = new byte[count];
    private int _received;
    private int _repeated;
    private int _outOfOrder;
    private int _highest = -1;
    private long _first;
    private long _last;

    /// <summary>Every packet has arrived, and no copy can follow.</summary>
    public bool IsComplete => _received == count && !mayRepeat;

    /// <param name="number">From 0.</param>
    /// <param name="now">Nanoseconds.</param>
    public void Arrived(int number, long now)
    {
        if (number < 0 || number >= count)
        {
            return;
        }

        _first = _first == 0 ? now : _first;
        _last = now;
        if (_arrivals[number]++ > 0)
        {
            _repeated++;
            return;
        }

        _received++;
        _outOfOrder += number < _highest ? 1 : 0;
        _highest = Math.Max(_highest, number);
    }

    /// <param name="sentAt">When each packet was sent, in nanoseconds from the link's start.</param>
    public FlowResult Result(long[] sentAt) => new()
    {
        Sent = count,
        SentAt = sentAt,
        Arrivals = _arrivals,
        Received = _received,
        Repeated = _repeated,
        OutOfOrder = _outOfOrder,
        Span = _last - _first,
        BitsPerSecond = _last > _first ? (_received + _repeated - 1) * packetBytes * 8e9 / (_last - _first) : 0,
    };
}
