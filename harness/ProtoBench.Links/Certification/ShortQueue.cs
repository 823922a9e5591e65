using ProtoBench.Model.Links.Profiles;

namespace ProtoBench.Links.Certification;

/// <summary>
/// A queue so short that it is full, or empty, between two packets of a probe. What it drops then hangs on when each packet comes, to the
/// microsecond, and no forecast from when packets were sent can tell.
/// </summary>
internal static class ShortQueue
{
    /// <summary>Why a check says nothing.</summary>
    public const string NotVerified = "Not verified: with a queue this short it hangs on when each packet comes, to the microsecond.";

    private const int FewestPackets = 4;

    public static bool Has(LinkProfile profile, LinkDirection direction, int packetBytes)
    {
        var queue = profile[direction].Queue;
        return profile[direction].HasRate
            && (queue.Packets < FewestPackets
                || queue.Bytes(profile[direction].MeanBitsPerSecond, profile.RoundTrip) < FewestPackets * packetBytes);
    }
}
