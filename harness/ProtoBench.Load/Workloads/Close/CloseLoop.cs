using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Close;

/// <summary>
/// Opens a connection, uses it once and closes it in the workload's manner, again and again. Sockets are counted around the window.
/// </summary>
internal sealed class CloseLoop : IControllingLoop
{
    // Ports in TIME_WAIT are given away again after a second on loopback, and what is counted afterwards must still be there. Slower than
    // this, the default 28,232 ports last for a window of 9 s.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    // Several clients count sockets at one instant before their common window, so that what each has closed begins where the kernel's
    // sockets were counted. Their orders come further apart than their timers fire.
    private const long CountsAhead = 100_000_000;

    private readonly DriveOrder _order;
    private readonly ConnectionSet _connections;
    private readonly CancellationTokenSource _abort;
    private readonly ReadOnlyMemory<byte> _request;
    private readonly RecorderSet _recorders;
    private readonly FirstFailures _failures = new();
    private readonly LatencyHistogram _closing = new();
    private readonly Lock _lock = new();
    private readonly List<Task> _running = [];
    private readonly SocketsAround _sockets;
    private (long At, SocketCounts? Client, SocketCounts? Server) _before;
    private (long At, SocketCounts? Client, SocketCounts? Server) _after;
    private Task _counting = Task.CompletedTask;
    private long _completed;
    private long _completedInWindow;
    private long _closedBefore;
    private bool _stopping;

    public CloseLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned)
    {
        (_order, _connections) = (order, connections);
        _abort = CancellationTokenSource.CreateLinkedTokenSource(abandoned);
        _request = Payload.Create(order.Cell.Workload.RequestBytes);
        _recorders = new RecorderSet(openLoop: false, prepared: Math.Min(order.Cell.Load.InFlight, 8));
        _sockets = new SocketsAround(order);
        Window = new LoadWindow { Opening = _recorders.Begin };
    }

    public LoadProgress Progress => new(Volatile.Read(ref _completed), Volatile.Read(ref _completed));

    public LoadWindow Window { get; }

    public IServerControl? Control { get; set; }

    private Workload Workload => _order.Cell.Workload;

    public void Start() =>
        _running.AddRange(Enumerable.Range(0, _order.Cell.Load.InFlight).Select(_ => Task.Run(RunAsync)));

    public Task SettleAsync(TimeSpan limit, CancellationToken cancellationToken) => _sockets.AskAsync(Control, cancellationToken);

    public void Open(TimeSpan duration)
    {
        Count();
        Window.Open(duration);
    }

    public void Open(TimeSpan duration, long at)
    {
        Window.Open(duration, at);
        _counting = CountAsync(at - CountsAhead);
    }

    public async Task StopAsync(TimeSpan drain)
    {
        Volatile.Write(ref _stopping, true);
        _abort.CancelAfter(drain + _order.Timeout);
        await _counting.ConfigureAwait(false);
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await _sockets.AskAsync(Control, CancellationToken.None).ConfigureAwait(false);
        _after = _sockets.Take();
    }

    public Measurement Report(Measurement measurement)
    {
        var recorded = _recorders.Merge();
        var readings = new CloseReadings(Volatile.Read(ref _completed) - _closedBefore, _before, _after, SocketCensus.Ports());
        var reported = ClosedReport.Of(measurement, recorded, _failures) with
        {
            AchievedRate = Volatile.Read(ref _completedInWindow) / measurement.WindowSeconds,
            Openings = _connections.Openings,
            Times = new Dictionary<string, string> { [CloseKind.Closing.Key] = HistogramText.Encode(_closing) },
        };
        return _order.Together is null ? readings.Tell(reported) : reported with { Unmerged = readings.Encode() };
    }

    public async ValueTask DisposeAsync()
    {
        Volatile.Write(ref _stopping, true);
        await _abort.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll([.. _running, _counting])
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        _abort.Dispose();
    }

    private void Count()
    {
        _before = _sockets.Take();
        _closedBefore = Volatile.Read(ref _completed);
    }

    private async Task CountAsync(long at)
    {
        await LoadClock.UntilAsync(at, _abort.Token).ConfigureAwait(false);
        Count();
    }

    private async Task RunAsync()
    {
        while (!Volatile.Read(ref _stopping) && !_abort.IsCancellationRequested)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_abort.Token);
            limit.CancelAfter(_order.Timeout);
            var start = LoadClock.Now;
            var outcome = ExchangeOutcome.Completed;
            long closing = 0;
            try
            {
                closing = await LiveAsync(limit.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (ExchangeFailure.IsExpected(error))
            {
                if (_abort.IsCancellationRequested)
                {
                    return;
                }

                outcome = _failures.Keep(
                    error, limit.IsCancellationRequested, _order.Timeout, _request.Length, Workload.ResponseBytes);
            }

            Record(outcome, start, LoadClock.Now, closing);
            await Task.Delay(Pause).ConfigureAwait(false);
        }
    }

    /// <summary>A connection's whole life. Returns how long its end took, in nanoseconds.</summary>
    private async Task<long> LiveAsync(CancellationToken cancellationToken)
    {
        var connection = await _connections.Slots[0].OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            if (Workload.Manner == CloseManner.Half)
            {
                return await EndOwnSideAsync(connection, cancellationToken).ConfigureAwait(false);
            }

            await connection.ExchangeAsync(_request, Workload.ResponseBytes, cancellationToken).ConfigureAwait(false);
            var closing = LoadClock.Now;
            if (Workload.Manner == CloseManner.Reset)
            {
                ((IResettableConnection)connection).Reset();
            }

            await connection.DisposeAsync().ConfigureAwait(false);
            return LoadClock.Now - closing;
        }
    }

    /// <summary>Sends, ends its own direction, and waits for the answer that the server gives only then.</summary>
    private async Task<long> EndOwnSideAsync(IProtocolConnection connection, CancellationToken cancellationToken)
    {
        var bytes = Math.Max(1, Workload.RequestBytes);
        var start = LoadClock.Now;
        var totals = await connection.UploadAsync(
            new Transfer { MessageBytes = bytes, TotalBytes = bytes, Meter = new TransferMeter() },
            CancellationToken.None,
            cancellationToken).ConfigureAwait(false);
        return totals.BytesReceived == bytes
            ? LoadClock.Now - start
            : throw new BadResponseException($"the server answered {totals.BytesReceived} where {bytes} bytes were sent before the end");
    }

    private void Record(ExchangeOutcome outcome, long start, long end, long closing)
    {
        if (outcome == ExchangeOutcome.Completed)
        {
            Interlocked.Increment(ref _completed);
            Interlocked.Add(ref _completedInWindow, Window.Contains(end) ? 1 : 0);
        }

        if (!Window.Contains(start))
        {
            return;
        }

        _recorders.ForThisThread.RecordClosed(outcome, start, end);
        if (outcome == ExchangeOutcome.Completed)
        {
            // Once a connection's life, so a lock costs nothing.
            lock (_lock)
            {
                _closing.Record(closing);
            }
        }
    }
}
