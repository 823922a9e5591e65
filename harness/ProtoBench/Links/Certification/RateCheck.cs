using ProtoBench.Links.Model;
using ProtoBench.Links.Profiles;

namespace ProtoBench.Links.Certification;

/// <summary>Compares the rate of a flow that offers more than the link carries with what the model lets through. Pure.</summary>
internal static class RateCheck
{
    /// <summary>Size of a rate probe as an IP packet: 1200 bytes of payload, QUIC's smallest datagram (RFC 9000).</summary>
    public const int PacketBytes = 1228;

    // An offer below this does not fill the link, so nothing can be said about its rate.
    private const double LeastOffer = 1.05;

    public static LinkCheck Compare(
        LinkDirection direction, LinkProfile profile, ulong seed, FlowResult flow, double packetsPerSecond, CertificateLevel level)
    {
        var configured = profile[direction].MeanBitsPerSecond * PacketBytes / (PacketBytes + profile[direction].OverheadBytes);
        var expected = profile[direction].Trace is null ? configured : Predict(direction, profile, seed, flow.Sent, packetsPerSecond);
        var bound = level == CertificateLevel.Quick ? LinkBounds.QuickRateShare : LinkBounds.RateShare;
        var error = (flow.BitsPerSecond / expected) - 1;
        bool? passed = flow.OfferedBitsPerSecond * (1 - (profile[direction].Loss?.MeanLoss ?? 0)) < LeastOffer * configured ? null : Math.Abs(error) <= bound;
        return new LinkCheck
        {
            Name = $"{direction.ToString().ToLowerInvariant()}: rate",
            Expected = $"{expected / 1e6:0.000} Mbit/s",
            Measured = $"{flow.BitsPerSecond / 1e6:0.000} Mbit/s ({error:+0.000 %;-0.000 %})",
            Samples = flow.Received,
            Passed = passed,
            Remark = passed switch
            {
                null => $"Not verified: the probe offered only {flow.OfferedBitsPerSecond / 1e6:0.0} Mbit/s on this machine.",
                true => $"Within {bound:0.0 %}.",
                false => $"More than {bound:0.0 %} off.",
            },
        };
    }

    // A trace's rate over a short time is not its mean: ask the model for the same flow.
    private static double Predict(LinkDirection direction, LinkProfile profile, ulong seed, int count, double packetsPerSecond)
    {
        var model = new LinkModel(profile, direction, seed);
        var delivered = Enumerable.Range(0, count)
            .Select(i => model.Decide(PacketBytes, (long)(i * 1e9 / packetsPerSecond)))
            .Where(decision => decision.IsDelivered)
            .Select(decision => decision.Release).Order().ToList();
        return (delivered.Count - 1) * PacketBytes * 8e9 / (delivered[^1] - delivered[0]);
    }
}
