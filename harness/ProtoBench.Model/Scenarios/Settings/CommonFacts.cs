namespace ProtoBench.Model.Scenarios.Settings;

/// <summary>
/// What connections tell besides the proofs of settings, and the order in which reports and results.csv have always shown all of it.
/// </summary>
internal static class CommonFacts
{
    public static ConnectionFact Protocol { get; } = new("protocol", facts => facts.Protocol) { Column = "negotiated_protocol" };

    public static ConnectionFact Client { get; } = new("client software", facts => facts.Client) { Column = "client_software" };

    public static ConnectionFact CipherSuite { get; } = new("cipher suite", facts => facts.CipherSuite) { Column = "cipher_suite" };

    public static ConnectionFact Alpn { get; } = new("ALPN", facts => facts.Alpn) { Column = "alpn" };

    public static ConnectionFact SendBuffer { get; } = new("send buffer", facts => facts.SendBufferBytes) { Column = "send_buffer_bytes" };

    public static ConnectionFact ReceiveBuffer { get; } =
        new("receive buffer", facts => facts.ReceiveBufferBytes) { Column = "receive_buffer_bytes" };

    /// <summary>In the order of results.csv's columns, which scripts count: a new fact goes to the end.</summary>
    public static IReadOnlyList<ConnectionFact> Ordered(
        ConnectionFact tls, ConnectionFact session, ConnectionFact congestion, ConnectionFact noDelay, ConnectionFact io) =>
        [Protocol, Client, tls, CipherSuite, Alpn, session, congestion, noDelay, SendBuffer, ReceiveBuffer, io];
}
