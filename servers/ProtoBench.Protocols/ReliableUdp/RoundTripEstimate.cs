namespace ProtoBench.Protocols.ReliableUdp;

/// <summary>
/// The retransmission time-out after RFC 6298, section 2, with a low least one. Each transmission has its own number, so that an
/// acknowledgement of a packet that was sent again is a sample too, and Karn's rule is not needed (RFC 9002, section 4.2). Times are in
/// nanoseconds.
/// </summary>
internal sealed class RoundTripEstimate
{
    /// <summary>
    /// 10 ms: RFC 6298 asks for 1 s and Linux takes 200 ms, because a receiver may hold an acknowledgement back. Ours does not, so what
    /// remains is a thread that is not scheduled.
    /// </summary>
    public const long Least = 10_000_000;

    /// <summary>1 s, also where it has been doubled: what a user waits for a packet that is lost again and again.</summary>
    public const long Most = 1_000_000_000;

    /// <summary>200 ms until there is a sample; RFC 6298 (2.1) asks for 1 s.</summary>
    public const long Initial = 200_000_000;

    // The least that is added to the smoothed round trip for its variation, G of RFC 6298 (2.3): timers of .NET count milliseconds and
    // come up to one late, on either side.
    private const long LeastVariation = 4_000_000;

    private long _variation;

    /// <summary>SRTT; 0 until there is a sample.</summary>
    public long Smoothed { get; private set; }

    /// <summary>The smallest sample; 0 until there is one.</summary>
    public long Minimum { get; private set; }

    /// <summary>RTO, before any doubling.</summary>
    public long TimeOut => Smoothed == 0 ? Initial : Math.Clamp(Smoothed + Math.Max(LeastVariation, 4 * _variation), Least, Most);

    /// <summary>RTO after it has passed <paramref name="times"/> times in a row without an acknowledgement (5.5).</summary>
    public long TimeOutAfter(int times) => Math.Min(Most, TimeOut << Math.Min(times, 10));

    public void Add(long sample)
    {
        sample = Math.Max(1, sample);
        if (Smoothed == 0)
        {
            (Smoothed, Minimum, _variation) = (sample, sample, sample / 2);
            return;
        }

        Minimum = Math.Min(Minimum, sample);
        _variation = ((3 * _variation) + Math.Abs(Smoothed - sample)) / 4;
        Smoothed = ((7 * Smoothed) + sample) / 8;
    }
}
