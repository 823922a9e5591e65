namespace ProtoBench.Quic.Native;

/// <summary>
/// ngtcp2's error numbers. They were renumbered between 0.12 and 1.x with overlaps (-230 is CLOSING in one, WRITE_MORE in the other), so
/// they are looked up, never constants. Source: lib/includes/ngtcp2/ngtcp2.h of 0.12.1 and 1.11.0.
/// </summary>
internal sealed record Ngtcp2Errors
{
    public const int NoMemory = -501;
    public const int CallbackFailure = -502;

    public required int StreamIdBlocked { get; init; }

    public required int StreamDataBlocked { get; init; }

    public required int Crypto { get; init; }

    public required int StreamShutWrite { get; init; }

    public required int StreamNotFound { get; init; }

    public required int Closing { get; init; }

    public required int Draining { get; init; }

    public required int WriteMore { get; init; }

    public required int Retry { get; init; }

    public required int DropConnection { get; init; }

    public required int VersionNegotiation { get; init; }

    public required int HandshakeTimeout { get; init; }

    public required int IdleClose { get; init; }

    public static Ngtcp2Errors Generation0 { get; } = new()
    {
        StreamIdBlocked = -208,
        StreamDataBlocked = -210,
        Crypto = -215,
        StreamShutWrite = -221,
        StreamNotFound = -222,
        Closing = -230,
        Draining = -231,
        WriteMore = -240,
        Retry = -241,
        DropConnection = -242,
        VersionNegotiation = -245,
        HandshakeTimeout = -246,
        IdleClose = -248,
    };

    public static Ngtcp2Errors Generation1 { get; } = new()
    {
        StreamIdBlocked = -206,
        StreamDataBlocked = -208,
        Crypto = -213,
        StreamShutWrite = -219,
        StreamNotFound = -220,
        Closing = -223,
        Draining = -224,
        WriteMore = -230,
        Retry = -231,
        DropConnection = -232,
        VersionNegotiation = -235,
        HandshakeTimeout = -236,
        IdleClose = -238,
    };

    /// <summary>Each number with the name the library's own strerror must give it.</summary>
    public IEnumerable<(int Code, string Name)> Names =>
    [
        (StreamIdBlocked, "ERR_STREAM_ID_BLOCKED"),
        (StreamDataBlocked, "ERR_STREAM_DATA_BLOCKED"),
        (Crypto, "ERR_CRYPTO"),
        (StreamShutWrite, "ERR_STREAM_SHUT_WR"),
        (StreamNotFound, "ERR_STREAM_NOT_FOUND"),
        (Closing, "ERR_CLOSING"),
        (Draining, "ERR_DRAINING"),
        (WriteMore, "ERR_WRITE_MORE"),
        (Retry, "ERR_RETRY"),
        (DropConnection, "ERR_DROP_CONN"),
        (VersionNegotiation, "ERR_VERSION_NEGOTIATION"),
        (HandshakeTimeout, "ERR_HANDSHAKE_TIMEOUT"),
        (IdleClose, "ERR_IDLE_CLOSE"),
        (NoMemory, "ERR_NOMEM"),
        (CallbackFailure, "ERR_CALLBACK_FAILURE"),
    ];
}
