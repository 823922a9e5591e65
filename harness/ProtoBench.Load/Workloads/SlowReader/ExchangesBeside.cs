using ProtoBench.Contract;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;

namespace ProtoBench.Load.Workloads.SlowReader;

/// <summary>
/// Small exchanges on another stream of a connection, one after the other with pauses, to see what they feel of the stream beside them.
/// </summary>
/// <param name="connection">Multiplexed.</param>
/// <param name="window">Those that begin in it count.</param>
/// <param name="times">Where they are recorded.</param>
internal sealed class ExchangesBeside(IProtocolConnection connection, LoadWindow window, ThreadHistogram times)
{
    private const int Bytes = 64;

    // Two hundred a second are enough for a p99 of seconds, and leave a processor to what is measured.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Exchanges of the window that were still waiting when they were given up.</summary>
    public int Blocked { get; private set; }

    /// <summary>Goes on until it is stopped; an exchange that waits then is given up, and stands with the time it waited.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var request = Payload.Create(Bytes);
        times.Prepare();
        while (!stop.IsCancellationRequested)
        {
            var start = LoadClock.Now;
            var blocked = false;
            try
            {
                await connection.ExchangeAsync(request, Bytes, stop).ConfigureAwait(false);
            }
            catch (Exception error) when (stop.IsCancellationRequested && ExchangeFailure.IsExpected(error))
            {
                blocked = true;
            }

            if (window.Contains(start))
            {
                // Given up when all is over: the time it waited inside the window is what is known.
                times.Record((blocked ? Math.Min(LoadClock.Now, window.End) : LoadClock.Now) - start);
                Blocked += blocked ? 1 : 0;
            }

            await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
