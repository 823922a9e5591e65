using ProtoBench.Links.Profiles;

namespace ProtoBench.Links.Certification;

/// <summary>How many packets each level sends, and how fast. Pure.</summary>
/// <param name="Probes">Round-trip probes.</param>
/// <param name="ProbeInterval">Time between them.</param>
/// <param name="FlowSeconds">Longest time of one direction's loss flow.</param>
/// <param name="FlowPackets">Packets of one direction's loss flow, when the time allows.</param>
/// <param name="RateSeconds">Time of one direction's rate flow.</param>
internal sealed record CertificatePlan(int Probes, TimeSpan ProbeInterval, double FlowSeconds, int FlowPackets, double RateSeconds)
{
    /// <summary>Size of loss probes: a header and a number. Small, so that slow links carry many.</summary>
    public const int FlowPacketBytes = 60;

    // 20,000 a second is a tenth of what the emulator can do on two processors, and leaves them to the endpoints.
    private const double MostPacketsPerSecond = 20_000;

    public static CertificatePlan For(CertificateLevel level) => level == CertificateLevel.Quick
        ? new(100, TimeSpan.FromMilliseconds(5), 0.3, 5_000, 0.3)
        : new(1_000, TimeSpan.FromMilliseconds(10), 20, 60_000, 5);

    /// <summary>Pace of the loss flow: within 40 % of the rate, so that the queue plays no part.</summary>
    public static double FlowPace(DirectionProfile direction) =>
        Math.Min(MostPacketsPerSecond, 0.4 * direction.MeanBitsPerSecond / ((FlowPacketBytes + direction.OverheadBytes) * 8));

    /// <summary>
    /// Packets of the loss flow. Burst loss takes all of the time: what counts there are bursts, and of 400,000 packets with 2 % loss in bursts of four
    /// only 2,000 are, which make the mean burst certain to 5 % (99 %).
    /// </summary>
    public int FlowCount(DirectionProfile direction) =>
        (int)Math.Clamp(FlowPace(direction) * FlowSeconds, 50, direction.Loss is BurstLoss ? int.MaxValue : FlowPackets);
}
