using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Randomness;

namespace ProtoBench.Model.Links.Model;

/// <summary>
/// One direction of a link as a pure function of (profile, seed, the packets so far): no clock, no sockets. Decisions are taken at arrival,
/// in the order they are written in <see cref="Decide"/>.
/// </summary>
internal sealed class LinkModel
{
    private readonly DirectionProfile _profile;
    private readonly long _delay;
    private readonly LossProcess? _loss;
    private readonly JitterProcess? _jitter;
    private readonly RateLimiter? _rate;
    private readonly BlackoutCalendar? _blackouts;
    private readonly SeededRandom _duplicate;
    private readonly SeededRandom _corrupt;
    private readonly SeededRandom _corruptBit;
    private long _lastRelease;

    /// <param name="profile">The whole profile: the queue may be given in bandwidth-delay products of the round trip.</param>
    /// <param name="direction">Which half of it.</param>
    /// <param name="seed">Same seed, same packets, same decisions.</param>
    public LinkModel(LinkProfile profile, LinkDirection direction, ulong seed)
    {
        _profile = profile[direction];
        _delay = (long)_profile.Delay.TotalNanoseconds;
        _loss = _profile.Loss is null ? null : new LossProcess(_profile.Loss, seed, direction);
        _jitter = _profile.Jitter is null ? null : new JitterProcess(_profile.Jitter, _profile.Delay, seed, direction);
        _rate = _profile.HasRate ? new RateLimiter(_profile, profile.RoundTrip) : null;
        _blackouts = _profile.Blackouts.Count == 0 ? null : new BlackoutCalendar(_profile.Blackouts);
        _duplicate = LinkRandom.Stream(seed, (int)direction, Impairment.Duplicate);
        _corrupt = LinkRandom.Stream(seed, (int)direction, Impairment.Corrupt);
        _corruptBit = LinkRandom.Stream(seed, (int)direction, Impairment.CorruptBit);
    }

    /// <summary>Most packets that waited for the rate limit at once.</summary>
    public int PeakQueuePackets => _rate?.PeakPackets ?? 0;

    /// <summary>Most bytes that waited for the rate limit at once.</summary>
    public long PeakQueueBytes => _rate?.PeakBytes ?? 0;

    /// <summary>
    /// How much waited for the rate limit until <paramref name="now"/>, by when it was; null: there is none. Later packets come later.
    /// </summary>
    public QueueTimeline? QueueOverTime(long now)
    {
        _rate?.Settle(now);
        return _rate?.OverTime.Copy();
    }

    /// <summary>
    /// What becomes of a packet of <paramref name="packetBytes"/> (IP header and payload) that arrives at <paramref name="now"/>.
    /// </summary>
    /// <param name="packetBytes">Size on the link, without the profile's overhead.</param>
    /// <param name="now">Nanoseconds from the link's start; not decreasing from call to call.</param>
    public LinkDecision Decide(int packetBytes, long now)
    {
        if (_blackouts is not null && _blackouts.Covers(now))
        {
            return LinkDecision.Drop(PacketFate.Blackout);
        }

        var fate = _loss?.Next() ?? PacketFate.Delivered;
        if (fate != PacketFate.Delivered)
        {
            return LinkDecision.Drop(fate);
        }

        var duplicated = _profile.Duplicate > 0 && _duplicate.NextUnit() < _profile.Duplicate;
        ulong? corruptBit = _profile.Corrupt > 0 && _corrupt.NextUnit() < _profile.Corrupt ? _corruptBit.Next() : null;
        if (Schedule(packetBytes, now) is not { } release)
        {
            return LinkDecision.Drop(PacketFate.QueueFull);
        }

        // The copy waits in the same queue behind the original; a full queue drops only the copy.
        var copy = duplicated ? Schedule(packetBytes, now) ?? LinkDecision.NoCopy : LinkDecision.NoCopy;
        return new LinkDecision(PacketFate.Delivered, release, copy, corruptBit);
    }

    private long? Schedule(int packetBytes, long now)
    {
        var departure = _rate is null ? now : _rate.Admit(packetBytes, now);
        if (departure is not { } sent)
        {
            return null;
        }

        var release = sent + _delay + (_jitter?.Next() ?? 0);
        if (!_profile.Reorder)
        {
            release = Math.Max(release, _lastRelease);
            _lastRelease = release;
        }

        return release;
    }
}
