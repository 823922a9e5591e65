using ProtoBench.Model.Links.Evidence;
using ProtoBench.Model.Statistics;

namespace ProtoBench.Links.Topology;

/// <summary>How far a link may be from its profile. All in one place, each with its reason.</summary>
internal static class LinkBounds
{
    /// <summary>Median round trip, in ms: four wake-ups of idle virtual processors are 0.11 to 0.2 ms, doubled.</summary>
    public const double MedianMilliseconds = 0.5;

    /// <summary>99th percentile of the round trip, in ms: the same under the scheduling noise of an otherwise quiet machine.</summary>
    public const double TailMilliseconds = 1.5;

    /// <summary>Rate, as a share: packets are scheduled exactly, and only the first and the last arrival can be late.</summary>
    public const double RateShare = 0.005;

    /// <summary>The same for the quick level, whose 0.3 s make one late wake-up of 1.5 ms half a percent.</summary>
    public const double QuickRateShare = 0.01;

    /// <summary>A rate that is certain to no more than this is none.</summary>
    public const double LeastTellingRateShare = 0.1;

    /// <summary>
    /// The bound for arrivals within a time: that of the level, or, where a trace lets little through, what the lateness of the first and
    /// of the last arrival make of the time between them (<see cref="TailMilliseconds"/> each).
    /// </summary>
    public static double RateShareOf(CertificateLevel level, long nanoseconds) =>
        Math.Max(level == CertificateLevel.Quick ? QuickRateShare : RateShare, 2 * TailMilliseconds * 1e6 / Math.Max(1, nanoseconds));

    /// <summary>
    /// How far losses that time decides may be off the forecast, as a share of what was sent: a packet that comes a little later may meet a
    /// full queue or a blackout, and takes the place of another.
    /// </summary>
    public const double TimedLossShare = 0.01;

    /// <summary>
    /// Confidence of the interval that a loss or a mean burst must lie in, as a quantile of the normal law. Without a seed 99 %: one good
    /// link in a hundred is refused, and measured again. With one 99.99 %: the same seed loses the same packets every time, so that a good
    /// link would be refused every time, and each of its losses is checked besides.
    /// </summary>
    public static double LossNormal(bool seeded) => seeded ? BinomialInterval.Normal9999 : BinomialInterval.Normal99;

    /// <summary>
    /// Share of packets that may leave later than the bound. A link is refused when the 99 % interval of its share lies above: one stolen
    /// time slice among the hundred probes of a quick certificate says nothing about the 99th percentile.
    /// </summary>
    public const double LateShare = 0.01;

    /// <summary>Least release lateness (p99) that counts as too late, in µs; above 5 ms of delay it is 2 % of the delay.</summary>
    public const double LatenessMicroseconds = 100;

    /// <summary>Lateness as a share of the one-way delay.</summary>
    public const double LatenessShare = 0.02;

    /// <summary>Largest 99th percentile of the release lateness in µs for a one-way delay.</summary>
    public static double MostLateness(TimeSpan delay) => Math.Max(LatenessMicroseconds, LatenessShare * delay.TotalMicroseconds);
}
