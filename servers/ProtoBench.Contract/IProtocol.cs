namespace ProtoBench.Contract;

/// <summary>
/// One way for two processes to exchange messages, with both of its sides. Implementations are stateless, hold no sockets
/// and may be used from any thread; everything that lives belongs to the server or connection they return.
/// </summary>
/// <remarks>
/// The contract every protocol keeps, proved by the conformance suite for each line of <c>ProtocolCatalog</c>:
/// <list type="number">
/// <item>The request itself says how large the response must be, so one running server serves every workload.</item>
/// <item>A connection is exactly one transport connection (or, for datagrams, one bound socket pair). It never reconnects, retries, pools,
/// times out or logs; limits come in as the cancellation token. It reads a clock only for what it tells of itself: the phases of its
/// opening and the instants in a <see cref="ProtoBench.Contract.Requests.Reply"/>.</item>
/// <item>A connection that <see cref="ConnectAsync"/> returned is connected: every handshake (TCP, TLS, HTTP upgrade) is finished, its
/// <see cref="IProtocolConnection.Facts"/> are known, and the next exchange sends its request without waiting for another round trip. The
/// same holds for clients that connect lazily by nature, such as HttpClient.</item>
/// <item>The exact version that was asked for is spoken, or connecting fails; there is no silent fallback.</item>
/// <item>A wrong length, version, status or content throws <see cref="BadResponseException"/>; a broken connection throws
/// <see cref="IOException"/> or <see cref="System.Net.Sockets.SocketException"/>.</item>
/// <item>Disposing the server ends every accepted connection and frees the address: a second listen on it works at once.</item>
/// </list>
/// </remarks>
public interface IProtocol
{
    /// <summary>The name scenario files use, for example <c>http2</c>.</summary>
    string Name { get; }

    /// <summary>What it is in a line of Markdown, for the table of protocols in servers/README.md.</summary>
    string Description { get; }

    /// <summary>What the protocol can do; the planner decides from this alone which cells apply.</summary>
    ProtocolTraits Traits { get; }

    /// <summary>Why this machine cannot run the protocol, as a sentence with the remedy, or null when it can.</summary>
    string? UnsupportedReason { get; }

    /// <summary>As <see cref="UnsupportedReason"/>, with one of <see cref="ProtocolTraits.Backends"/> (null: the default).</summary>
    string? UnsupportedReasonOf(string? backend) => UnsupportedReason;

    /// <summary>
    /// What a cold client waits for until it has its first response, the name of each round trip; null: the protocol does not say. Default:
    /// the handshakes of its transport. A protocol with a handshake of its own names that too.
    /// </summary>
    /// <param name="facts">Of a connection.</param>
    IReadOnlyList<string>? RoundTripsUntilFirstResponse(ConnectionFacts facts) => ColdRoundTrips.Of(Traits, facts);

    /// <summary>
    /// How a client that was connected with <paramref name="keepAlive"/> learns that the peer of an idle connection is gone; null: the
    /// protocol has nothing of that kind. Default: TCP's own keep-alive where it runs over TCP.
    /// </summary>
    KeepAliveTerms? TermsOf(KeepAlive keepAlive) =>
        keepAlive.ByTransport && Traits.OverTcp ? KeepAliveTerms.OfTcp(keepAlive) : null;

    /// <summary>
    /// Starts a server at <see cref="EndpointSettings.EndPoint"/> (port 0 chooses a free one). It accepts connections on return.
    /// </summary>
    /// <exception cref="IOException">The address is taken or not usable; the message says which and why.</exception>
    ValueTask<IProtocolServer> ListenAsync(EndpointSettings settings, CancellationToken cancellationToken);

    /// <summary>Opens one connection and finishes all of its handshakes.</summary>
    /// <exception cref="IOException">Nobody listens, the peer is not trusted, or it speaks another version.</exception>
    ValueTask<IProtocolConnection> ConnectAsync(EndpointSettings settings, CancellationToken cancellationToken);
}
