using ProtoBench.Model.Links.Profiles;

namespace ProtoBench.Model.Links.Model;

/// <summary>
/// A rate limit with a drop-tail queue. Because the queue is first-in first-out and the rate is known, a packet's departure is known when
/// it arrives: no timer is needed, and a bounded ring of (departure, bytes) is the queue.
/// </summary>
internal sealed class RateLimiter
{
    private readonly DirectionProfile _profile;
    private readonly RateTrace? _trace;
    private readonly double _nanosecondsPerByte;
    private readonly long _mostPackets;
    private readonly long _mostBytes;
    private Departure[] _queue = new Departure[1024];
    private int _head;
    private int _count;
    private long _queuedBytes;
    private double _freeAt;
    private long _opportunity;
    private int _opportunityLeft = RateTrace.OpportunityBytes;

    public RateLimiter(DirectionProfile profile, TimeSpan roundTrip)
    {
        _profile = profile;
        _trace = profile.Trace;
        _nanosecondsPerByte = 8e9 / profile.MeanBitsPerSecond;
        _mostPackets = profile.Queue.Packets;
        _mostBytes = profile.Queue.Bytes(profile.MeanBitsPerSecond, roundTrip);
    }

    /// <summary>Most packets that waited at once, with the one being sent.</summary>
    public int PeakPackets { get; private set; }

    /// <summary>Most bytes that waited at once, with the packet being sent.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>How much waited, by when it was. Complete up to the last packet that came, or to <see cref="Settle"/>.</summary>
    public QueueTimeline OverTime { get; } = new();

    /// <summary>When the packet's last bit is on the wire, or null when the queue was full.</summary>
    /// <param name="packetBytes">Size of the IP packet.</param>
    /// <param name="now">Nanoseconds from the link's start; not decreasing.</param>
    public long? Admit(int packetBytes, long now)
    {
        Settle(now);
        if (_count >= _mostPackets || _queuedBytes + packetBytes > _mostBytes)
        {
            return null;
        }

        var occupied = packetBytes + _profile.OverheadBytes;
        var departure = _trace is null ? DepartAtRate(occupied, now) : DepartByTrace(_trace, occupied, now);
        Append(new Departure(departure, packetBytes));
        return departure;
    }

    /// <summary>What has left by <paramref name="now"/> leaves the queue.</summary>
    /// <param name="now">Nanoseconds from the link's start; not decreasing.</param>
    public void Settle(long now)
    {
        while (_count > 0 && _queue[_head].At <= now)
        {
            OverTime.Held(_count, _queuedBytes, _queue[_head].At);
            _queuedBytes -= _queue[_head].Bytes;
            _head = (_head + 1) % _queue.Length;
            _count--;
        }

        OverTime.Held(_count, _queuedBytes, now);
    }

    private long DepartAtRate(int bytes, long now)
    {
        // A double keeps the fraction of a nanosecond: rounding each packet would shift 100 Mbit/s by up to 0.0004 %.
        _freeAt = Math.Max(now, _freeAt) + (bytes * _nanosecondsPerByte);
        return (long)_freeAt;
    }

    private long DepartByTrace(RateTrace trace, int bytes, long now)
    {
        if (trace.Nanoseconds(_opportunity) < now)
        {
            // Nobody waited: what was left of past opportunities is gone, as in mm-link.
            _opportunity = trace.FirstAtOrAfter(now);
            _opportunityLeft = RateTrace.OpportunityBytes;
        }

        while (bytes > _opportunityLeft)
        {
            bytes -= _opportunityLeft;
            _opportunity++;
            _opportunityLeft = RateTrace.OpportunityBytes;
        }

        _opportunityLeft -= bytes;
        return trace.Nanoseconds(_opportunity);
    }

    private void Append(Departure departure)
    {
        if (_count == _queue.Length)
        {
            Grow();
        }

        _queue[(_head + _count) % _queue.Length] = departure;
        _count++;
        _queuedBytes += departure.Bytes;
        PeakPackets = Math.Max(PeakPackets, _count);
        PeakBytes = Math.Max(PeakBytes, _queuedBytes);
    }

    // Happens a few times in a link's life: the queue's bound in bytes does not say how many small packets it holds.
    private void Grow()
    {
        var larger = new Departure[_queue.Length * 2];
        for (var i = 0; i < _count; i++)
        {
            larger[i] = _queue[(_head + i) % _queue.Length];
        }

        _queue = larger;
        _head = 0;
    }

    private readonly record struct Departure(long At, int Bytes);
}
