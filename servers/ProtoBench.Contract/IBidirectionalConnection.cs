namespace ProtoBench.Contract;

/// <summary>A connection on which both sides can stream at once (gRPC's bidirectional streaming calls).</summary>
public interface IBidirectionalConnection : IProtocolConnection
{
    /// <summary>
    /// Opens a call that streams both ways. Several may be open at once, beside exchanges. Returns before the server has seen it.
    /// </summary>
    /// <param name="cancellationToken">Gives the whole call up, now or at any time until it is disposed.</param>
    IBidirectionalCall OpenCall(CancellationToken cancellationToken);
}
