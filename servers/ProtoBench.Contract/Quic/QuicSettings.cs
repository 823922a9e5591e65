namespace ProtoBench.Contract.Quic;

/// <summary>Settings of the protocols over QUIC. Both sides of a trial get equal ones.</summary>
public sealed record QuicSettings
{
    /// <summary>The implementation, one of <c>QuicBackend</c>; null takes the first of <see cref="ProtocolTraits.Backends"/>.</summary>
    public string? Backend { get; init; }

    /// <summary>
    /// Folder for qlog files, one per connection; also makes <see cref="ITransportCounters"/> count lost packets. Costs time.
    /// </summary>
    public string? QlogDirectory { get; init; }

    /// <summary>Count lost packets without writing files; costs the text of one qlog event per packet. msquic does not tell.</summary>
    public bool CountLosses { get; init; }

    /// <summary>Where a client keeps session tickets between connections; null: every handshake is a full one.</summary>
    public QuicSessionStore? Sessions { get; init; }

    /// <summary>Connect with 0-RTT when <see cref="Sessions"/> has a ticket: the first exchange then leaves in the first flight.</summary>
    public bool EarlySending { get; init; }

    /// <summary>
    /// Continue awaiting callers on the thread pool instead of on the connection's own thread. They may block then; it costs a hop per
    /// exchange.
    /// </summary>
    public bool CompleteOnThreadPool { get; init; }

    /// <summary>Silence after which a connection is given up. Default 30 s.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// For tests: share of datagrams this side loses instead of sending them, 0 to 1. Every transport of this process that repairs losses
    /// heeds it.
    /// </summary>
    public double DropRate { get; init; }

    /// <summary>Seed of <see cref="DropRate"/>.</summary>
    public int DropSeed { get; init; } = 1;
}
