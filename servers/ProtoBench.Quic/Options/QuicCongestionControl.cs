namespace ProtoBench.Quic.Options;

/// <summary>ngtcp2_cc_algo, by its numbers.</summary>
public enum QuicCongestionControl
{
    /// <summary>RFC 9002, section 7.</summary>
    Reno = 0,

    /// <summary>RFC 9438. The default, as it is Linux's for TCP.</summary>
    Cubic = 1,

    /// <summary>BBR (version 2 in ngtcp2 1.x).</summary>
    Bbr = 2,
}
