namespace ProtoBench.Model.Links.Profiles;

/// <summary>What a queue's length is counted in.</summary>
public enum QueueUnit
{
    Packets,
    Bytes,

    /// <summary>Milliseconds of the (mean) rate.</summary>
    Milliseconds,

    /// <summary>Multiples of the bandwidth-delay product, mean rate times the profile's round trip.</summary>
    BandwidthDelayProducts,
}
