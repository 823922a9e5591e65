using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Reconnect;

/// <summary>
/// A closed loop of clients with a connection each, whose server is killed when a quarter of the window is over. The exchange that a client
/// loses with it is no failed exchange but what is measured; exchanges before and after are recorded as ever.
/// </summary>
internal sealed class ReconnectLoop : IControllingLoop
{
    private readonly DriveOrder _order;
    private readonly CancellationTokenSource _abort;
    private readonly CancellationTokenSource _over;
    private readonly ReadOnlyMemory<byte> _request;
    private readonly RecorderSet _recorders;
    private readonly FirstFailures _failures = new();
    private readonly ConnectionSet _connections;
    private readonly List<ReconnectingClient> _clients = [];
    private readonly List<Task> _running = [];
    private Task _restarting = Task.CompletedTask;
    private ServerRestart? _restart;
    private long? _common;
    private long _asked = long.MaxValue;
    private long _completed;
    private long _completedInWindow;
    private bool _stopping;

    public ReconnectLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned)
    {
        (_order, _connections) = (order, connections);
        _abort = CancellationTokenSource.CreateLinkedTokenSource(abandoned);
        _over = CancellationTokenSource.CreateLinkedTokenSource(_abort.Token);
        _request = Payload.Create(order.Cell.Workload.RequestBytes);
        _recorders = new RecorderSet(openLoop: false, prepared: Math.Min(order.Cell.Load.InFlight, 8));
        Window = new LoadWindow { Opening = _recorders.Begin };
    }

    public LoadProgress Progress => new(Volatile.Read(ref _completed), Volatile.Read(ref _completed));

    public LoadWindow Window { get; }

    public IServerControl? Control { get; set; }

    private Workload Workload => _order.Cell.Workload;

    private Backoff Waits => Workload.Backoff ?? Backoff.Default;

    public void Start()
    {
        for (var client = 0; client < _order.Cell.Load.InFlight; client++)
        {
            // What is drawn follows from the trial's seed.
            var drawing = new Random(unchecked((int)(_order.Seed ^ (_order.Seed >> 32)) + client));
            var created = new ReconnectingClient(_connections.Slots[client % _connections.Slots.Count], Waits, drawing);
            _clients.Add(created);
            _running.Add(Task.Run(() => RunAsync(created)));
        }
    }

    public void Agree(long at) => _common = at;

    public void Open(TimeSpan duration) => Open(duration, LoadClock.Now);

    public void Open(TimeSpan duration, long at)
    {
        Window.Open(duration, at);

        // The first of several clients that asks has the server killed for all, so that none may take its loss for a failure.
        var asked = (_common ?? Window.Start) + ((Window.End - Window.Start) / 4);
        Volatile.Write(ref _asked, asked);
        _restarting = Task.Run(() => RestartAsync(asked));
    }

    public async Task StopAsync(TimeSpan drain)
    {
        await _restarting.ConfigureAwait(false);
        Volatile.Write(ref _stopping, true);
        _over.CancelAfter(drain);
        _abort.CancelAfter(drain + _order.Timeout);
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
    }

    public Measurement Report(Measurement measurement)
    {
        var restart = _restart ?? throw new InvalidOperationException("the server was never killed");
        var recorded = _recorders.Merge();
        var readings = new ReconnectReadings(restart, [.. _clients.Select(client => client.Record)], Waits);
        var reported = ClosedReport.Of(measurement, recorded, _failures) with
        {
            AchievedRate = Volatile.Read(ref _completedInWindow) / measurement.WindowSeconds,
            Openings = _connections.Openings,
        };
        return _order.Together is null ? readings.Tell(reported) : reported with { Unmerged = readings.Encode() };
    }

    public async ValueTask DisposeAsync()
    {
        Volatile.Write(ref _stopping, true);
        await _abort.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll([.. _running, _restarting])
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        _over.Dispose();
        _abort.Dispose();
    }

    private async Task RestartAsync(long at)
    {
        await LoadClock.UntilAsync(at, _abort.Token).ConfigureAwait(false);
        var control = Control ?? throw new InvalidOperationException("nobody was given that could restart the server");
        _restart = await control.RestartAsync(Workload.Down ?? ReconnectKeys.DefaultDown, _abort.Token).ConfigureAwait(false);
    }

    private async Task RunAsync(ReconnectingClient client)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(_abort.Token);
        while (!Volatile.Read(ref _stopping))
        {
            var start = LoadClock.Now;
            limit.CancelAfter(_order.Timeout);
            Exception? failure = null;
            try
            {
                await client.Connection.ExchangeAsync(_request, Workload.ResponseBytes, limit.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (ExchangeFailure.IsExpected(error))
            {
                failure = error;
            }

            var end = LoadClock.Now;
            if (failure is null)
            {
                Complete(start, end);
                continue;
            }

            if (_abort.IsCancellationRequested)
            {
                break;
            }

            var overdue = limit.IsCancellationRequested;
            var measured = client.Known == 0 && end >= Volatile.Read(ref _asked);
            if (measured)
            {
                client.Learn(end, failure, overdue);
            }
            else
            {
                Fail(failure, start, end, overdue);
            }

            limit.Dispose();
            await client.ReconnectAsync(_request, Workload.ResponseBytes, _order.Timeout, measured, _over.Token).ConfigureAwait(false);
            limit = CancellationTokenSource.CreateLinkedTokenSource(_abort.Token);
        }

        limit.Dispose();
    }

    private void Complete(long start, long end)
    {
        Interlocked.Increment(ref _completed);
        Interlocked.Add(ref _completedInWindow, Window.Contains(end) ? 1 : 0);
        if (Window.Contains(start))
        {
            _recorders.ForThisThread.RecordClosed(ExchangeOutcome.Completed, start, end);
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
