using System.Runtime.CompilerServices;
using ProtoBench.Contract;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Model.Randomness;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Mixed;

/// <summary>
/// What the load point drives: the first part, and those that share its exchanges by weight. Which part an exchange is of follows from its
/// number and the seed, so that every arm sends the same ones.
/// </summary>
internal sealed class FirstPart : ILaneExchange
{
    private readonly ReadOnlyMemory<byte>[] _requests;
    private readonly int[] _responses;
    private readonly ThreadHistogram?[] _times;
    private readonly int[] _order;
    private readonly ConnectionTurns _turns;
    private long _next = -1;

    /// <param name="parts">With their weights; the first one's exchanges are measured by the loop alone.</param>
    /// <param name="turns">Whose turn it is on a connection.</param>
    /// <param name="seed">Of their order.</param>
    public FirstPart(IReadOnlyList<(MixedPart Part, int Weight)> parts, ConnectionTurns turns, ulong seed)
    {
        _turns = turns;
        _requests = [.. parts.Select(one => (ReadOnlyMemory<byte>)Payload.Create(one.Part.RequestBytes))];
        _responses = [.. parts.Select(one => one.Part.ResponseBytes)];
        _times = [.. parts.Select((_, place) => parts.Count > 1 ? new ThreadHistogram() : null)];

        // Each round of as many exchanges as the weights add up to has exactly their shares.
        _order = [.. parts.SelectMany((one, place) => Enumerable.Repeat(place, one.Weight))];
        new SeededRandom(seed).Shuffle<int>(_order);
    }

    /// <summary>Is an exchange that started then to be measured? Set before the first.</summary>
    public Func<long, bool> IsMeasured { get; set; } = _ => false;

    /// <summary>Times of each part's exchanges, its wait for the connection included; null where there is one part alone.</summary>
    public IReadOnlyList<ThreadHistogram?> Times => _times;

    public ValueTask ExchangeAsync(Lane lane, IProtocolConnection connection)
    {
        var part = _order[Interlocked.Increment(ref _next) % _order.Length];
        return _times[part] is { } times
            ? TimedAsync(lane, connection, part, times)
            : _turns.ExchangeAsync(lane.Slot, connection, _requests[part], _responses[part], lane.Limit);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask TimedAsync(Lane lane, IProtocolConnection connection, int part, ThreadHistogram times)
    {
        var start = LoadClock.Now;
        try
        {
            await _turns.ExchangeAsync(lane.Slot, connection, _requests[part], _responses[part], lane.Limit).ConfigureAwait(false);
        }
        catch when (lane.Limit.IsCancellationRequested)
        {
            // It stands with the time it waited, as every time-out does.
            Record(times, start);
            throw;
        }

        Record(times, start);
    }

    private void Record(ThreadHistogram times, long start)
    {
        if (IsMeasured(start))
        {
            times.Record(LoadClock.Now - start);
        }
    }
}
