using ProtoBench.Contract;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Mixed;

/// <summary>One flow of a part beside the first: an exchange follows the other until it is stopped.</summary>
/// <param name="part">What its exchanges are.</param>
/// <param name="slot">Whose connection it shares, or which opens one of its own.</param>
/// <param name="turns">Whose turn it is on a shared connection.</param>
/// <param name="window">Exchanges that begin in it are measured.</param>
/// <param name="times">Where they are recorded.</param>
/// <param name="failures">What went wrong.</param>
internal sealed class Flow(
    MixedPart part, ConnectionSlot slot, ConnectionTurns turns, LoadWindow window, ThreadHistogram times, FirstFailures failures)
{
    private readonly ReadOnlyMemory<byte> _request = Payload.Create(part.RequestBytes);
    private long _failed;
    private double _bytes;

    /// <summary>
    /// Payload inside the window, requests and responses. An exchange across an edge counts by the share of its time that lies inside.
    /// </summary>
    public double Bytes => _bytes;

    /// <summary>Exchanges that failed, warm-up included.</summary>
    public long Failed => Volatile.Read(ref _failed);

    /// <summary>
    /// Goes on until it is stopped; the exchange that is under way then is finished, so that what it moved inside the window is known.
    /// </summary>
    public async Task RunAsync(TimeSpan limit, CancellationToken stop, CancellationToken abandoned)
    {
        IProtocolConnection? own = null;
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(abandoned);
        times.Prepare();
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var start = LoadClock.Now;
                try
                {
                    deadline.CancelAfter(limit);
                    if (part.OwnConnections)
                    {
                        own ??= await slot.OpenAsync(deadline.Token).ConfigureAwait(false);
                        await own.ExchangeAsync(_request, part.ResponseBytes, deadline.Token).ConfigureAwait(false);
                    }
                    else
                    {
                        await turns.ExchangeAsync(slot, null, _request, part.ResponseBytes, deadline.Token).ConfigureAwait(false);
                    }

                    Count(start, LoadClock.Now);
                }
                catch (Exception error) when (ExchangeFailure.IsExpected(error))
                {
                    Fail(error, start, abandoned);
                    if (deadline.IsCancellationRequested)
                    {
                        deadline.Dispose();
                        deadline = CancellationTokenSource.CreateLinkedTokenSource(abandoned);
                    }

                    if (own is not null)
                    {
                        await own.DisposeAsync().ConfigureAwait(false);
                        own = null;
                    }

                    await Task.Delay(ConnectionSlot.ReopenPause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }
        finally
        {
            deadline.Dispose();
            if (own is not null)
            {
                await own.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private void Count(long start, long end)
    {
        if (window.Contains(start))
        {
            times.Record(end - start);
        }

        AddShare(start, end);
    }

    private void Fail(Exception error, long start, CancellationToken abandoned)
    {
        if (abandoned.IsCancellationRequested)
        {
            return;
        }

        var outcome = ExchangeFailure.Classify(error);
        if (outcome == ExchangeOutcome.TimedOut && window.Contains(start))
        {
            // It stands with the time it waited, as every time-out does.
            times.Record(LoadClock.Now - start);
        }

        Interlocked.Increment(ref _failed);
        if (failures.Lacks(outcome))
        {
            failures.Keep(outcome, $"{part.Name}: {ExchangeFailure.Describe(error)}");
        }
    }

    private void AddShare(long start, long end)
    {
        var inside = Math.Min(end, window.End) - Math.Max(start, window.Start);
        if (inside > 0 && end > start)
        {
            _bytes += (double)inside / (end - start) * (part.RequestBytes + part.ResponseBytes);
        }
    }
}
