namespace ProtoBench.Protocols.Quic;

/// <summary>The QUIC implementations that can be chosen.</summary>
public static class QuicBackends
{
    public const string Ngtcp2 = "ngtcp2";
    public const string MsQuic = "msquic";
}
