using ProtoBench.Contract;
using ProtoBench.Load.Loops;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Mixed;

/// <summary>The part that the load point drives.</summary>
internal sealed class FirstPart(MixedPart part, ConnectionTurns turns) : ILaneExchange
{
    private readonly ReadOnlyMemory<byte> _request = Payload.Create(part.RequestBytes);

    public ValueTask ExchangeAsync(Lane lane, IProtocolConnection connection) =>
        turns.ExchangeAsync(lane.Slot, connection, _request, part.ResponseBytes, lane.Limit);
}
