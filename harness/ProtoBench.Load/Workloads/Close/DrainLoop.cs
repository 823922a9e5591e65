using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Close;

/// <summary>
/// A closed loop whose server is asked to stop in the middle of the window. What is answered before is recorded as an exchange; what is
/// under way then and does not come back is no failed exchange but what is measured. A client that is told begins nothing more.
/// </summary>
internal sealed class DrainLoop : IControllingLoop
{
    private readonly DriveOrder _order;
    private readonly CancellationTokenSource _abort;
    private readonly ReadOnlyMemory<byte> _request;
    private readonly RecorderSet _recorders;
    private readonly FirstFailures _failures = new();
    private readonly ConnectionSet _connections;
    private readonly List<DrainedConnection> _ending = [];
    private readonly List<DrainTally> _tallies = [];
    private readonly List<Task> _running = [];
    private readonly SocketsAround _sockets;
    private (long At, SocketCounts? Client, SocketCounts? Server) _before;
    private (long At, SocketCounts? Client, SocketCounts? Server) _after;
    private Task _draining = Task.CompletedTask;
    private ServerDrain? _drain;
    private long? _common;
    private long _asked = long.MaxValue;
    private long _completed;
    private long _completedInWindow;
    private bool _stopping;

    public DrainLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned)
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

    public void Start()
    {
        var (lanes, slots) = (_order.Cell.Load.InFlight, _connections.Slots);
        _ending.AddRange(slots.Select((slot, i) => new DrainedConnection(slot, (lanes + slots.Count - 1 - i) / slots.Count)));
        for (var lane = 0; lane < lanes; lane++)
        {
            var (connection, tally) = (_ending[lane % slots.Count], new DrainTally());
            _tallies.Add(tally);
            _running.Add(Task.Run(() => RunAsync(connection, tally)));
        }
    }

    public Task SettleAsync(TimeSpan limit, CancellationToken cancellationToken) => _sockets.AskAsync(Control, cancellationToken);

    public void Agree(long at) => _common = at;

    public void Open(TimeSpan duration) => Open(duration, LoadClock.Now);

    public void Open(TimeSpan duration, long at)
    {
        _before = _sockets.Take();
        Window.Open(duration, at);

        // The first of several clients that asks stops the server for all, so that none may take what it loses for a failure.
        var asked = (_common ?? Window.Start) + ((Window.End - Window.Start) / 2);
        Volatile.Write(ref _asked, asked);
        _draining = Task.Run(() => DrainAsync(asked));
    }

    public async Task StopAsync(TimeSpan drain)
    {
        Volatile.Write(ref _stopping, true);
        _abort.CancelAfter(drain + _order.Timeout);
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await _draining.ConfigureAwait(false);
    }

    public Measurement Report(Measurement measurement)
    {
        var drain = _drain ?? throw new InvalidOperationException("the server was never asked to stop");
        var (from, to) = (_order.ServerClock.Read(drain.From), _order.ServerClock.Read(drain.To));
        var recorded = _recorders.Merge();
        var closing = new LatencyHistogram();
        foreach (var connection in _ending.Where(connection => connection.Done > 0))
        {
            closing.Record(Math.Max(0, connection.Done - from));
        }

        var readings = new CloseReadings(
            _ending.Count,
            _before,
            _after,
            Drain: DrainReadings.Of(
                from,
                to,
                drain.InTime,
                [.. _ending.Select(one => one.Known)],
                [.. _ending.Select(one => one.Announced)],
                _ending.Count(one => one.IsTold),
                _tallies));
        var reported = ClosedReport.Of(measurement, recorded, _failures) with
        {
            // Of the time in which it served.
            AchievedRate = Volatile.Read(ref _completedInWindow) / ((Volatile.Read(ref _asked) - Window.Start) / 1e9),
            Openings = _connections.Openings,
            Times = new Dictionary<string, string> { [CloseKind.Closing.Key] = HistogramText.Encode(closing) },
        };
        return _order.Together is null ? readings.Tell(reported) : reported with { Unmerged = readings.Encode() };
    }

    public async ValueTask DisposeAsync()
    {
        Volatile.Write(ref _stopping, true);
        await _abort.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll([.. _running, _draining])
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        _abort.Dispose();
    }

    private bool IsAsked(long now) => now >= Volatile.Read(ref _asked);

    private async Task DrainAsync(long at)
    {
        await LoadClock.UntilAsync(at, _abort.Token).ConfigureAwait(false);
        var control = Control ?? throw new InvalidOperationException("nobody was given that could stop the server");
        _drain = await control.DrainAsync(Workload.Manner == CloseManner.Cut, _order.Timeout, _abort.Token).ConfigureAwait(false);
        await Task.WhenAll(_running).ConfigureAwait(false);
        await _sockets.AskAsync(control, _abort.Token).ConfigureAwait(false);
        _after = _sockets.Take();
    }

    private async Task RunAsync(DrainedConnection ending, DrainTally tally)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(_abort.Token);
        while (!Volatile.Read(ref _stopping))
        {
            var connection = ending.Slot.Connection;
            var start = LoadClock.Now;
            limit.CancelAfter(_order.Timeout);
            Exception? failure = null;
            try
            {
                await connection.ExchangeAsync(_request, Workload.ResponseBytes, limit.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (ExchangeFailure.IsExpected(error))
            {
                failure = error;
            }

            var end = LoadClock.Now;
            if (failure is null)
            {
                Complete(tally, start, end);
                if (IsAsked(end) && ending.IsAnnounced)
                {
                    ending.Know(end, told: true);
                    break;
                }
            }
            else if (_abort.IsCancellationRequested)
            {
                break;
            }
            else if (IsAsked(end))
            {
                ending.Know(end, failure is ConnectionEndedException { Announced: true });
                Count(tally, failure);
                break;
            }
            else
            {
                Fail(failure, start, end, limit.IsCancellationRequested);
                limit.Dispose();
                limit = CancellationTokenSource.CreateLinkedTokenSource(_abort.Token);
                await ending.Slot.TryReopenAsync(connection, limit.Token).ConfigureAwait(false);
            }
        }

        limit.Dispose();
        await ending.LeaveAsync().ConfigureAwait(false);
    }

    private void Complete(DrainTally tally, long start, long end)
    {
        Interlocked.Increment(ref _completed);
        if (IsAsked(end))
        {
            tally.Answer(end);
        }
        else if (Window.Contains(end))
        {
            Interlocked.Increment(ref _completedInWindow);
        }

        if (Window.Contains(start))
        {
            _recorders.ForThisThread.RecordClosed(ExchangeOutcome.Completed, start, end);
        }
    }

    private static void Count(DrainTally tally, Exception failure)
    {
        if (failure is ConnectionEndedException)
        {
            tally.Refuse();
        }
        else
        {
            tally.Lose();
        }
    }

    private void Fail(Exception failure, long start, long end, bool overdue)
    {
        var outcome = _failures.Keep(failure, overdue, _order.Timeout, _request.Length, Workload.ResponseBytes);
        if (Window.Contains(start))
        {
            _recorders.ForThisThread.RecordClosed(outcome, start, end);
        }
    }
}
