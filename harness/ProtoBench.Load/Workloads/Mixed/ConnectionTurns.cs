using System.Runtime.CompilerServices;
using ProtoBench.Contract;
using ProtoBench.Load.Loops;

namespace ProtoBench.Load.Workloads.Mixed;

/// <summary>
/// Lets the exchanges of several parts share one connection. Where it carries one at a time, they stand in line in the order they came, as
/// requests of a browser do behind each other on a connection of HTTP/1.1; a place in that line costs an allocation.
/// </summary>
internal sealed class ConnectionTurns : IDisposable
{
    private readonly Dictionary<ConnectionSlot, SemaphoreSlim> _turns;

    public ConnectionTurns(IEnumerable<ConnectionSlot> slots) =>
        _turns = slots.Where(slot => !slot.Multiplexed).ToDictionary(slot => slot, _ => new SemaphoreSlim(1, 1));

    /// <summary>Does an exchange on a slot's connection when its turn has come.</summary>
    /// <param name="slot">Whose connection.</param>
    /// <param name="connection">The slot's, or null: the one it has when the turn has come.</param>
    /// <param name="request">Payload of the request.</param>
    /// <param name="responseBytes">Payload bytes of the response.</param>
    /// <param name="limit">Gives the exchange up, its wait included.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask ExchangeAsync(
        ConnectionSlot slot, IProtocolConnection? connection, ReadOnlyMemory<byte> request, int responseBytes, CancellationToken limit)
    {
        if (!_turns.TryGetValue(slot, out var turn))
        {
            await (connection ?? slot.Connection).ExchangeAsync(request, responseBytes, limit).ConfigureAwait(false);
            return;
        }

        await turn.WaitAsync(limit).ConfigureAwait(false);
        try
        {
            await (connection ?? slot.Connection).ExchangeAsync(request, responseBytes, limit).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        foreach (var turn in _turns.Values)
        {
            turn.Dispose();
        }
    }
}
