using ProtoBench.Links.Topology;
using ProtoBench.Model.Links.Evidence;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Statistics;

namespace ProtoBench.Links.Certification;

/// <summary>Compares the rate of a flow that offers more than the link carries with what the model lets through. Pure.</summary>
internal static class RateCheck
{
    /// <summary>Size of a rate probe as an IP packet: 1200 bytes of payload, QUIC's smallest datagram (RFC 9000).</summary>
    public const int PacketBytes = 1228;

    private const double ShortQueueShare = 0.1;

    /// <param name="direction">Which way it went.</param>
    /// <param name="profile">The link's.</param>
    /// <param name="seed">The link's; null where it has none.</param>
    /// <param name="flow">What arrived.</param>
    /// <param name="level">Sets the bound.</param>
    public static LinkCheck Compare(LinkDirection direction, LinkProfile profile, ulong? seed, FlowResult flow, CertificateLevel level)
    {
        // What a perfect link makes of the packets at the times they were really sent, at once and as late as they may have reached it.
        FlowForecast Forecast(LinkProfile of, double milliseconds) =>
            LinkForecast.Flow(of, direction, PacketBytes, flow.SentAt, seed ?? LinkForecast.Seed, (long)(milliseconds * 1e6));
        var early = Forecast(profile, 0);
        if (early.Arrivals.Length < 2 && flow.Received < 2)
        {
            return Judged(direction, flow, "nothing to arrive", "nothing to measure", null, "No packet is expected: nothing to judge.");
        }

        var spread = LinkBounds.RateShareOf(level, early.Span);
        if (spread > LinkBounds.LeastTellingRateShare)
        {
            return Judged(direction, flow, Rate(early.BitsPerSecond(PacketBytes)), Rate(flow.BitsPerSecond), null,
                $"Not verified: what the link lets through comes within {early.Span / 1e6:0.0} ms, too short a time for a rate.");
        }

        var configured = profile[direction].MeanBitsPerSecond * PacketBytes / (PacketBytes + profile[direction].OverheadBytes);
        var late = Forecast(profile, LinkBounds.TailMilliseconds).BitsPerSecond(PacketBytes);
        // Without a seed nobody knows which packets a perfect link would have lost; full it is all the same.
        var (least, most) = seed is null
            ? (configured, configured)
            : (Math.Min(early.BitsPerSecond(PacketBytes), late), Math.Max(early.BitsPerSecond(PacketBytes), late));
        var isShort = ShortQueue.Has(profile, direction, PacketBytes);
        // Damaged packets take their time on the link and do not arrive: which of them the queue drops decides about the count, and about
        // the first and the last.
        var damaged =
            early.DroppedByTime > 0 ? BinomialInterval.Normal99 * Math.Sqrt(profile[direction].Corrupt / early.Arrivals.Length) : 0;
        var isHazy = isShort || damaged > spread;
        var bound = Math.Max(spread, isShort ? ShortQueueShare : damaged);
        bool? passed = flow.BitsPerSecond >= least * (1 - bound) && flow.BitsPerSecond <= most * (1 + bound);
        var filled = Forecast(Calm(profile), 0).BitsPerSecond(PacketBytes);
        var remark = passed == true ? $"Within {bound:0.0 %}." : $"More than {bound:0.0 %} off.";
        if (isHazy)
        {
            // More than the rate is wrong however the packets came.
            passed =
                flow.BitsPerSecond > configured * (1 + spread) && profile[direction].Trace is null ? false : passed == true ? true : null;
            remark = passed != null
                ? remark
                : isShort ? ShortQueue.NotVerified : "Not verified: of what the link carried too much arrived damaged.";
        }
        else if (profile[direction].Trace is null && filled < configured * (1 - (spread / 2)))
        {
            // Below its rate a link shows no rate.
            passed = null;
            remark = $"Not verified: this machine did not send fast enough to fill the link (a perfect link would have carried "
                + $"{Rate(filled)} of what was sent).";
        }

        var error = (flow.BitsPerSecond / Math.Clamp(flow.BitsPerSecond, least, most)) - 1;
        return Judged(
            direction,
            flow,
            Rate(least) + (most > least * 1.001 ? $" to {Rate(most)}" : ""),
            $"{Rate(flow.BitsPerSecond)} ({error:+0.000 %;-0.000 %;0.000 %})",
            passed,
            remark);
    }

    // Jitter shifts the first and the last arrival, and a blackout leaves a hole: neither says whether enough was sent.
    private static LinkProfile Calm(LinkProfile profile) => profile with { Up = Calm(profile.Up), Down = Calm(profile.Down) };

    private static DirectionProfile Calm(DirectionProfile direction) =>
        direction with { Jitter = null, Reorder = false, Corrupt = 0, Blackouts = [] };

    private static string Rate(double bitsPerSecond) => $"{bitsPerSecond / 1e6:0.000} Mbit/s";

    private static LinkCheck Judged(
        LinkDirection direction, FlowResult flow, string expected, string measured, bool? passed, string remark) => new()
        {
            Name = $"{direction.ToString().ToLowerInvariant()}: rate",
            Expected = expected,
            Measured = measured,
            Samples = flow.Received,
            Passed = passed,
            Remark = remark,
        };
}
