using ProtoBench.Contract;
using ProtoBench.Machine;

namespace ProtoBench.Load.Loops;

/// <summary>The round trip of a link as a client sees it: the time of an exchange of nothing on an open connection.</summary>
internal static class EmptyExchanges
{
    // The least of ten: a stall makes a round trip longer and never shorter.
    private const int Probes = 10;

    /// <summary>In nanoseconds; null where no exchange succeeded. What the server takes for an empty answer is in it.</summary>
    /// <param name="connection">Nothing else may be under way on it.</param>
    /// <param name="limit">Of all probes together.</param>
    public static async Task<long?> RoundTripAsync(IProtocolConnection connection, TimeSpan limit)
    {
        long? least = null;
        try
        {
            using var giving = new CancellationTokenSource(limit);
            for (var i = 0; i < Probes; i++)
            {
                var start = LoadClock.Now;
                await connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 0, giving.Token).ConfigureAwait(false);
                least = Math.Min(least ?? long.MaxValue, LoadClock.Now - start);
            }
        }
        catch (Exception error) when (ExchangeFailure.IsExpected(error))
        {
            // What was measured before is not wrong; what is said of it in round trips rests on fewer probes, or is missing.
        }

        return least;
    }
}
