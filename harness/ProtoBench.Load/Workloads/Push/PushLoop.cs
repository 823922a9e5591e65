using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Settings;

namespace ProtoBench.Load.Workloads.Push;

/// <summary>
/// The client's side: subscribers that listen, dealt out to the connections in turn. The server keeps the schedule; this side sorts what
/// arrives by when it was due.
/// </summary>
internal sealed class PushLoop : ILoadLoop
{
    private readonly ConnectionSet _connections;
    private readonly DriveOrder _order;
    private readonly IEventRoute _route;
    private readonly PushSchedule _schedule;
    private readonly PushRecords _records;
    private readonly PushListener[] _listeners;
    private readonly CancellationTokenSource _abort;
    private readonly List<Task> _listening = [];
    private readonly int _first;
    private long _lost;
    private long _wrong;
    private FailureExamples? _failures;
    private string? _firstFailure;

    public PushLoop(DriveOrder order, ConnectionSet connections, IEventRoute route, PushSchedule schedule, CancellationToken abandoned)
    {
        (_order, _connections, _route, _schedule) = (order, connections, route, schedule);
        var own = order.Cell.Load.InFlight;
        _first = order.Together is { } client ? ClientShares.First(client.InFlight, client.Number, client.Of) : 0;
        _records = new PushRecords(
            own,
            schedule.MessageBytes,
            order.ServerClock,
            order.Together is null ? null : new EventInstants(schedule.Rate * order.Duration.TotalSeconds));
        _listeners = [.. Enumerable.Range(0, own).Select(_ => new PushListener(_records))];
        _abort = CancellationTokenSource.CreateLinkedTokenSource(abandoned);
    }

    public LoadProgress Progress => _listeners.Sum(listener => listener.Delivered) is var delivered ? new(delivered, delivered) : default;

    public LoadWindow Window => _records.Window;

    public void Start()
    {
        // Two clients of one server, one after the other or at once, never have the same, but for those that divide the subscribers.
        var group = _order.Together?.Seed ?? (_order.Seed ^ (ulong)LoadClock.Now);
        for (var i = 0; i < _listeners.Length; i++)
        {
            var (listener, connection) = (_listeners[i], _connections.Slots[i % _connections.Slots.Count].Connection);
            var join = new PushCall(PushVerb.Subscribe, group, _first + i, _schedule);
            _listening.Add(Task.Run(() => _route.ListenAsync(connection, join, listener, _abort.Token)));
        }
    }

    /// <summary>Each subscriber ends by itself with the first event that is due behind the window.</summary>
    public async Task StopAsync(TimeSpan drain)
    {
        // The event that ends it may wait for the next request.
        _abort.CancelAfter(drain + (_order.Cell.Arm.PollInterval ?? PollIntervalSetting.Usual));
        foreach (var listening in _listening)
        {
            try
            {
                await listening.ConfigureAwait(false);
            }
            catch (Exception error) when (ExchangeFailure.IsExpected(error))
            {
                Count(error, drain);
            }
        }
    }

    public Measurement Report(Measurement measurement)
    {
        var recorded = _records.Recorders.Merge();
        var seconds = measurement.WindowSeconds;
        var ledgers = _listeners.Select(listener => listener.Ledger).ToList();
        var (end, expected) = (EventLedger.End(ledgers), (long)(_schedule.Rate * seconds));
        var due = end is { } last ? ledgers.Max(ledger => ledger.Due(last)) : expected;
        var missing = ledgers.Sum(
            ledger => Math.Max(0, (end is { } behind && ledger.Due(behind) is > 0 and var own ? own : due) - ledger.Received));
        var (between, opening) = (new LatencyHistogram(), new LatencyHistogram());
        foreach (var listener in _listeners)
        {
            between.Add(listener.Between);
            if (listener.Opening is { } taken)
            {
                opening.Record(taken);
            }
        }

        // All subscribers get the same events, each of which was late once.
        var pacing = _listeners.MaxBy(listener => listener.Pacing.Count)!.Pacing;
        var delivered = _listeners.Sum(listener => listener.InWindow);
        var requests = _listeners.Sum(listener => listener.Requests);
        (double, double)? polling = _order.Cell.Arm.Delivery == Delivery.ShortPolling
            ? (_listeners.Sum(listener => listener.Asking) / 1e3, _listeners.Sum(listener => listener.Pausing) / 1e3)
            : null;
        var window = new PushWindow(requests, delivered, polling);
        var figures = PushFigures.Of(
            (missing, ledgers.Sum(ledger => ledger.Duplicated), ledgers.Sum(ledger => ledger.Reordered)),
            _records.Clock.BoundNanoseconds / 1e3,
            window);

        return measurement with
        {
            Response = HistogramText.Encode(recorded.Response),
            Service = HistogramText.Encode(recorded.Service),
            SendLateness = recorded.SendLateness is { } lateness ? HistogramText.Encode(lateness) : null,
            PacingLateness = HistogramText.Encode(pacing),
            Outcomes = recorded.Outcomes with { ConnectionLost = _lost, BadResponse = missing + _wrong },
            Intervals = recorded.Intervals,
            FirstFailure = _firstFailure,
            Failures = _failures,
            OfferedRate = due / seconds,
            AchievedRate = delivered / seconds / _listeners.Length,
            Figures = _order.Together is null ? figures : PushFigures.WithParts(figures, window, _listeners.Length),
            Unmerged = _records.Instants?.Encode(),
            Times = new Dictionary<string, string>(
            [
                .. PushFigures.Told(PushFigures.Spread, _records.Spread.Merge()),
                .. PushFigures.Told(PushFigures.Between, between),
                .. PushFigures.Told(PushFigures.Opening, opening),
            ]),
        };
    }

    public ConnectionFacts Learn(ConnectionFacts facts)
    {
        var more = new Dictionary<string, string>(facts.More);
        if (_listeners.Select(listener => listener.Delivery).OfType<string>().Distinct().Order().ToList() is { Count: > 0 } ways)
        {
            more[DeliverySetting.FactName] = string.Join(" and ", ways);
        }

        if (_order.Cell.Arm.Delivery == Delivery.ShortPolling && _listeners.Min(listener => listener.ShortestPause) is { } shortest)
        {
            more[PollIntervalSetting.FactName] = PollIntervalSetting.Told(
                _order.Cell.Arm.PollInterval ?? PollIntervalSetting.Usual, TimeSpan.FromMicroseconds(shortest / 1e3));
        }

        return facts with { More = more };
    }

    public async ValueTask DisposeAsync()
    {
        await _abort.CancelAsync().ConfigureAwait(false);

        // Nobody records any more before what they record in is gone.
        await Task.WhenAll(_listening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _abort.Dispose();
        _records.Dispose();
    }

    private void Count(Exception error, TimeSpan drain)
    {
        var late = error is OperationCanceledException && _abort.IsCancellationRequested;
        var text = late ? ExchangeFailure.DescribeEndless(drain) : ExchangeFailure.Describe(error);
        _firstFailure ??= text;
        if (late)
        {
            // What it did not get is counted as missing.
            _failures = (_failures ?? new()) with { BadResponse = _failures?.BadResponse ?? text };
        }
        else if (error is BadResponseException)
        {
            _wrong++;
            _failures = (_failures ?? new()) with { BadResponse = _failures?.BadResponse ?? text };
        }
        else
        {
            _lost++;
            _failures = (_failures ?? new()) with { ConnectionLost = _failures?.ConnectionLost ?? text };
        }
    }
}
