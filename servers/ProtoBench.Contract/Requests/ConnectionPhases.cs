namespace ProtoBench.Contract.Requests;

/// <summary>Where the time of opening one connection went, in nanoseconds.</summary>
/// <param name="Dns">Resolving the name, which whoever opens the connection does before; 0: it was an address.</param>
/// <param name="Connect">The transport's handshake; QUIC: with TLS.</param>
/// <param name="Tls">The TLS handshake after it; 0: none, or part of <paramref name="Connect"/>.</param>
public readonly record struct ConnectionPhases(long Dns, long Connect, long Tls);

/// <summary>A connection that knows its <see cref="ConnectionPhases"/>. Found with <c>is</c>.</summary>
public interface IPhasedConnection
{
    ConnectionPhases Phases { get; }
}
