namespace ProtoBench.Quic.Native;

/// <summary>
/// Byte offsets of the struct members that are set or read here, where they differ between the generations. Measured with offsetof over the
/// headers of 0.12.1 and of 1.11.0 (struct version 1, which later 1.x keep); the callbacks struct is the same 40 pointers in both.
/// </summary>
internal sealed record Ngtcp2Layout
{
    /// <summary>Structs are passed in zeroed buffers of this size: larger than any of them (the largest is 344 bytes).</summary>
    public const int BufferBytes = 512;

    // ngtcp2_transport_params, the same in both generations.
    public const int ParamsOriginalDcid = 96;
    public const int ParamsStreamDataBidiLocal = 192;
    public const int ParamsStreamDataBidiRemote = 200;
    public const int ParamsStreamDataUni = 208;
    public const int ParamsMaxData = 216;
    public const int ParamsMaxStreamsBidi = 224;
    public const int ParamsMaxStreamsUni = 232;
    public const int ParamsIdleTimeout = 240;
    public const int ParamsMaxUdpPayload = 248;
    public const int ParamsActiveCidLimit = 256;
    public const int ParamsAckDelayExponent = 264;
    public const int ParamsMaxAckDelay = 272;
    public const int ParamsMaxDatagramFrame = 280;
    public const int ParamsDisableMigration = 289;
    public const int ParamsBytes = 344;

    // ngtcp2_conn_stat (0.12) and ngtcp2_conn_info (1.x): the three members read first are the same, cwnd is not.
    public const int StatLatestRtt = 0;
    public const int StatMinRtt = 8;
    public const int StatSmoothedRtt = 16;

    // ngtcp2_settings.
    public required int QlogWrite { get; init; }

    public required int CongestionControl { get; init; }

    public required int InitialTime { get; init; }

    public required int InitialRtt { get; init; }

    public required int MaxUdpPayload { get; init; }

    public required int AckThreshold { get; init; }

    public required int HandshakeTimeout { get; init; }

    /// <summary>Of original_dcid_present in the transport parameters; -1 where the field does not exist.</summary>
    public required int ParamsOriginalDcidPresent { get; init; }

    public required int StatCongestionWindow { get; init; }

    public static Ngtcp2Layout Generation0 { get; } = new()
    {
        QlogWrite = 32,
        CongestionControl = 40,
        InitialTime = 48,
        InitialRtt = 56,
        MaxUdpPayload = 72,
        AckThreshold = 120,
        HandshakeTimeout = 136,
        ParamsOriginalDcidPresent = -1,
        StatCongestionWindow = 112,
    };

    public static Ngtcp2Layout Generation1 { get; } = new()
    {
        QlogWrite = 0,
        CongestionControl = 8,
        InitialTime = 16,
        InitialRtt = 24,
        MaxUdpPayload = 40,
        AckThreshold = 96,
        HandshakeTimeout = 112,
        ParamsOriginalDcidPresent = 290,
        StatCongestionWindow = 32,
    };
}
