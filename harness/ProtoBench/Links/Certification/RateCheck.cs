using ProtoBench.Links.Model;
using ProtoBench.Links.Profiles;

namespace ProtoBench.Links.Certification;

/// <summary>Compares the rate of a flow that offers more than the link carries with what the model lets through. Pure.</summary>
internal static class RateCheck
{
    /// <summary>Size of a rate probe as an IP packet: 1200 bytes of payload, QUIC's smallest datagram (RFC 9000).</summary>
    public const int PacketBytes = 1228;

    public static LinkCheck Compare(LinkDirection direction, LinkProfile profile, ulong seed, FlowResult flow, CertificateLevel level)
    {
        var configured = profile[direction].MeanBitsPerSecond * PacketBytes / (PacketBytes + profile[direction].OverheadBytes);
        var predicted = Predict(direction, profile, seed, flow.SentAt);
        // A trace's rate over a short time is not its mean: there the model's answer to this very flow is the expectation.
        var expected = profile[direction].Trace is null ? configured : predicted;
        var bound = level == CertificateLevel.Quick ? LinkBounds.QuickRateShare : LinkBounds.RateShare;
        var error = (flow.BitsPerSecond / expected) - 1;
        var wasOffered = Math.Abs((predicted / expected) - 1) <= bound / 2;
        bool? passed = wasOffered ? Math.Abs(error) <= bound : null;
        return new LinkCheck
        {
            Name = $"{direction.ToString().ToLowerInvariant()}: rate",
            Expected = $"{expected / 1e6:0.000} Mbit/s",
            Measured = $"{flow.BitsPerSecond / 1e6:0.000} Mbit/s ({error:+0.000 %;-0.000 %;0.000 %})",
            Samples = flow.Received,
            Passed = passed,
            Remark = passed switch
            {
                null => $"Not verified: this machine did not send fast enough to fill the link (a perfect link would have carried {predicted / 1e6:0.000} Mbit/s of what was sent).",
                true => $"Within {bound:0.0 %}.",
                false => $"More than {bound:0.0 %} off.",
            },
        };
    }

    // What a perfect link makes of the packets at the times they were really sent: if that is below the rate, the sender was stopped and nothing can be said.
    private static double Predict(LinkDirection direction, LinkProfile profile, ulong seed, long[] sentAt)
    {
        var model = new LinkModel(profile, direction, seed);
        var delivered = sentAt
            .Select(at => model.Decide(PacketBytes, at - sentAt[0]))
            .Where(decision => decision.IsDelivered)
            .Select(decision => decision.Release).Order().ToList();
        return (delivered.Count - 1) * PacketBytes * 8e9 / (delivered[^1] - delivered[0]);
    }
}
