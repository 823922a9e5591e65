namespace ProtoBench.Contract;

/// <summary>What a cold client waits for until it has its first response by the standards: the name of each round trip.</summary>
public static class ColdRoundTrips
{
    private const string Exchange = "exchange";

    /// <summary>
    /// Of a protocol with no handshake beside those of its transport: TCP and TLS 1.3 (RFC 8446, section 2) take one round trip each, QUIC
    /// one for both (RFC 9001), a datagram none. Null where there is no network to cross.
    /// </summary>
    /// <param name="traits">Of the protocol.</param>
    /// <param name="facts">Of a connection: what was negotiated counts, not what was asked for.</param>
    /// <param name="own">Handshakes of the protocol itself, after those of its transport.</param>
    public static IReadOnlyList<string>? Of(ProtocolTraits traits, ConnectionFacts facts, params IReadOnlyList<string> own) => traits switch
    {
        { LocalOnly: true } => null,
        { OverQuic: true } => ["QUIC with TLS", .. own, Exchange],
        { OverTcp: true } => ["TCP", .. facts.Tls is null ? [] : (string[])["TLS"], .. own, Exchange],
        { Datagram: true } => [.. own, Exchange],
        _ => null,
    };
}
