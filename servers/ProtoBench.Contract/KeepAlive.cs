using System.Text.Json.Serialization;

namespace ProtoBench.Contract;

/// <summary>
/// What a client does on a connection that nothing comes on, to learn that its peer is gone. A peer that is gone is known after
/// <see cref="Wait"/> at the earliest, counted from what came last.
/// </summary>
/// <param name="By">Who asks the peer.</param>
/// <param name="After">Silence after which it is asked, in whole seconds.</param>
/// <param name="Every">Time between questions that are not answered, in whole seconds.</param>
/// <param name="Probes">Questions without an answer after which the peer is given up. Whoever asks once waits as long as for all of them.
/// </param>
public sealed record KeepAlive(KeepAliveBy By, TimeSpan After, TimeSpan Every, int Probes)
{
    /// <summary>
    /// TCP_USER_TIMEOUT of tcp(7), in whole milliseconds: how long what was sent may stay unacknowledged, and in place of
    /// <see cref="Probes"/> how long a peer that is asked may be silent (RFC 5482). Null, the default: the system's.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? UserTimeout { get; init; }

    /// <summary>For an answer, all questions together.</summary>
    public TimeSpan Within => Every * Probes;

    /// <summary>From what came last until the peer is given up.</summary>
    public TimeSpan Wait => After + Within;

    /// <summary>Is it asked by the system's TCP (SO_KEEPALIVE)?</summary>
    public bool ByTransport => By == KeepAliveBy.Transport;

    /// <summary>Is it asked, or its silence counted, by the protocol itself?</summary>
    public bool ByProtocol => By == KeepAliveBy.Protocol;
}

/// <summary>Who finds out that a peer is gone.</summary>
public enum KeepAliveBy
{
    /// <summary>TCP of the system: SO_KEEPALIVE with TCP_KEEPIDLE, TCP_KEEPINTVL and TCP_KEEPCNT (tcp(7)).</summary>
    Transport,

    /// <summary>The protocol: pings of HTTP/2 and WebSocket, the idle time-out of QUIC.</summary>
    Protocol,
}
