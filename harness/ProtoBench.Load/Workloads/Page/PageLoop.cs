using ProtoBench.Contract.Requests;
using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.Page;

/// <summary>Keeps a number of users busy, each of whom loads one page after the other; a page is one recorded exchange.</summary>
internal sealed class PageLoop : ILoadLoop
{
    // Of so many pages of the window the times of their objects are kept, so that the middle one can be shown.
    private const int MostKept = 200;

    private readonly DriveOrder _order;
    private readonly IReadOnlyList<int> _sizes;
    private readonly IReadOnlyList<IReadOnlyList<ConnectionSlot>> _users;
    private readonly bool _shared;
    private readonly CancellationToken _abandoned;
    private readonly RecorderSet _recorders;
    private readonly FirstFailures _failures = new();
    private readonly List<Task> _running = [];
    private readonly List<(long Took, ObjectTimes[] Objects)> _kept = [];
    private readonly Lock _lock = new();
    private long _completed;
    private long _completedInWindow;
    private bool _stopping;
    private long? _roundTrip;

    /// <param name="order">What to load.</param>
    /// <param name="connections">Dealt out to the users, as many to each.</param>
    /// <param name="shared">May objects share a connection?</param>
    /// <param name="abandoned">Gives the trial up.</param>
    public PageLoop(DriveOrder order, ConnectionSet connections, bool shared, CancellationToken abandoned)
    {
        (_order, _shared, _abandoned) = (order, shared, abandoned);
        _sizes = PageMixes.Sizes(order.Cell.Workload);
        _recorders = new RecorderSet(openLoop: false, prepared: order.Cell.Load.InFlight);
        Window = new LoadWindow { Opening = _recorders.Begin };
        var each = Math.Max(1, connections.Slots.Count / order.Cell.Load.InFlight);
        _users = [.. connections.Slots.Chunk(each).Take(order.Cell.Load.InFlight)];
    }

    public LoadProgress Progress => new(Volatile.Read(ref _completed), Volatile.Read(ref _completed));

    public LoadWindow Window { get; }

    public void Start()
    {
        var workload = _order.Cell.Workload;

        // One request a size: connections keep what they send again by it.
        var bySize = _sizes.Distinct().ToDictionary(
            size => size,
            size => new UserRequest { Name = "object", Target = FormattableString.Invariant($"/x?r={size}") });
        UserRequest[] requests = [.. _sizes.Select(size => bySize[size])];
        foreach (var slots in _users)
        {
            var visit = new PageVisit(slots, requests, _sizes, workload.DocumentBytes is not null, workload.Fresh, _shared);
            _running.Add(Task.Run(() => RunAsync(visit, slots)));
        }
    }

    public async Task StopAsync(TimeSpan drain)
    {
        Volatile.Write(ref _stopping, true);
        var limit = drain + _order.Timeout + MachineLoad.Read().Stretch(ClosedLoop.Scheduling);
        await Task.WhenAll(_running).WaitAsync(limit).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (_order.Cell.Link != ScenarioVocabulary.Loopback)
        {
            _roundTrip = await EmptyExchanges.RoundTripAsync(_users[0][0].Connection, drain).ConfigureAwait(false);
        }
    }

    public Measurement Report(Measurement measurement)
    {
        var recorded = _recorders.Merge();
        var reported = ClosedReport.Of(measurement, recorded, _failures) with
        {
            AchievedRate = _completedInWindow / measurement.WindowSeconds,
        };
        var readings = new PageReadings(_roundTrip, Predicted(), _sizes, _kept);
        return _order.Together is null ? readings.Tell(reported) : reported with { Unmerged = readings.Encode() };
    }

    public ValueTask DisposeAsync()
    {
        Volatile.Write(ref _stopping, true);
        return ValueTask.CompletedTask;
    }

    private async Task RunAsync(PageVisit visit, IReadOnlyList<ConnectionSlot> slots)
    {
        while (!Volatile.Read(ref _stopping))
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_abandoned);
            limit.CancelAfter(_order.Timeout);
            var start = LoadClock.Now;
            try
            {
                await visit.LoadAsync(limit.Token).ConfigureAwait(false);
                Complete(visit, start, LoadClock.Now);
            }
            catch (Exception error) when (ExchangeFailure.IsExpected(error))
            {
                if (_abandoned.IsCancellationRequested)
                {
                    return;
                }

                Fail(start, limit.IsCancellationRequested ? new OperationCanceledException() : error);
                await MendAsync(slots).ConfigureAwait(false);
            }
        }
    }

    private void Complete(PageVisit visit, long start, long end)
    {
        Interlocked.Increment(ref _completed);
        if (Window.Contains(end))
        {
            Interlocked.Increment(ref _completedInWindow);
        }

        if (!Window.Contains(start))
        {
            return;
        }

        _recorders.ForThisThread.RecordClosed(ExchangeOutcome.Completed, start, end);
        lock (_lock)
        {
            if (_kept.Count < MostKept)
            {
                _kept.Add((end - start, Array.ConvertAll(visit.Times, one => one.Since(start))));
            }
        }
    }

    private void Fail(long start, Exception error)
    {
        var outcome = ExchangeFailure.Classify(error);
        if (_failures.Lacks(outcome))
        {
            _failures.Keep(outcome, outcome == ExchangeOutcome.TimedOut
                ? FormattableString.Invariant($"time-out: a page was not complete within {_order.Timeout.TotalSeconds:0.###} s")
                : ExchangeFailure.Describe(error));
        }

        if (Window.Contains(start))
        {
            _recorders.ForThisThread.RecordClosed(outcome, start, LoadClock.Now);
        }
    }

    // What of a page is left on a connection nobody knows, so that each is opened anew. Those of fresh pages are closed already.
    private async Task MendAsync(IReadOnlyList<ConnectionSlot> slots)
    {
        foreach (var slot in slots)
        {
            if (_order.Cell.Workload.Fresh)
            {
                await Task.Delay(ConnectionSlot.ReopenPause, CancellationToken.None).ConfigureAwait(false);
                return;
            }

            await slot.TryReopenAsync(slot.Connection, _abandoned).ConfigureAwait(false);
        }
    }

    private int? Predicted()
    {
        var workload = _order.Cell.Workload;
        var atOnce = _shared ? int.MaxValue / 2 : _users[0].Count;
        return workload.Fresh
            ? null
            : PageMixes.RoundTrips(_sizes, workload.DocumentBytes is not null, atOnce, PageKind.FlightBytes);
    }
}
