using ProtoBench.Contract;

namespace ProtoBench.Load.Loops;

/// <summary>What a lane does as its exchange, where that is not the protocol's own exchange.</summary>
internal interface ILaneExchange
{
    /// <summary>
    /// Does one exchange and completes when its last byte has arrived. It fails as the protocol's own do, and gives up with
    /// <see cref="Lane.Limit"/>.
    /// </summary>
    /// <param name="lane">Whose; one call at a time.</param>
    /// <param name="connection">The lane's connection now, which may be another one than last time.</param>
    ValueTask ExchangeAsync(Lane lane, IProtocolConnection connection);
}
