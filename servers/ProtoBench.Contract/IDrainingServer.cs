namespace ProtoBench.Contract;

/// <summary>A server that can stop without cutting what runs: see <see cref="ProtocolTraits.Drains"/>.</summary>
public interface IDrainingServer : IProtocolServer
{
    /// <summary>
    /// Stops as its protocol lets it: accepts no more connections, tells clients where there are words for it (Connection: close, RFC 9112,
    /// 9.6; GOAWAY, RFC 9113, 6.8, and RFC 9114, 5.2; a WebSocket close frame 1001, RFC 6455, 7.4.1), answers what it has begun to read,
    /// and ends each connection. Completes when the last connection has ended. Dispose it afterwards.
    /// </summary>
    /// <param name="cancellationToken">Gives it up; disposing then ends what is left.</param>
    Task DrainAsync(CancellationToken cancellationToken);
}
