using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Requests;
using ProtoBench.Load.Workloads;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load;

/// <summary>
/// A client's work when it shares the machine with another one in turns: idle, then driving for one slice, then idle again, on connections
/// that stay open. Each slice begins with a lead-in that is not recorded, so that neither caches nor an idle server's wake-up are measured,
/// and it is over only when nothing is in flight; the time between slices therefore is nobody's latency. An exchange belongs to the slice
/// it started in.
/// </summary>
internal sealed class SlicedLoad : IDisposable
{
    // A hundred exchanges of a fast protocol: enough for processor caches and for both processes to be awake.
    private static readonly TimeSpan LeadIn = TimeSpan.FromMilliseconds(5);

    // Of 25 ms each.
    private const int RecentWindows = 12;

    private readonly DriveOrder _order;
    private readonly ConnectionSet _connections;
    private readonly IServerCompiler _server;
    private readonly LaneSet _lanes;
    private readonly LatencyHistogram _pacing = new();
    private readonly InstantAlarm _alarm = new();
    private LaneSet? _rehearsing;
    private WarmUpOutcome _warmUp = new(0, false);
    private long _firstSlice;
    private long _completed;
    private double _seconds;
    private double _drivenSeconds;
    private int _longestBacklog;
    private int _backlogAtStart;
    private int _backlogAtEnd;
    private ulong _slices;
    private ProcessSample? _before;
    private ProcessSample? _after;
    private long _completedBefore;
    private long _idleSince;
    private long _longestLate;

    /// <exception cref="NotSupportedException">The workload is a bulk transfer, whose stream cannot be cut into slices.</exception>
    public SlicedLoad(DriveOrder order, ConnectionSet connections, IServerCompiler server, CancellationToken abandoned)
    {
        var (workload, load) = (order.Cell.Workload, order.Cell.Load);
        if (WorkloadCatalog.Of(workload.Kind).WhyNotInSlices is { } reason)
        {
            throw new NotSupportedException($"only exchanges can be driven in slices, {reason}");
        }

        (_order, _connections, _server) = (order, connections, server);
        _lanes = CreateLanes(abandoned);
        _lanes.Recorders.Clock.StretchPerWindow = true;
        if (IsOpen && connections.Slots[0].Connection is IBlockingConnection)
        {
            // As in TrialLoad: a blocked pool thread for every lane.
            ThreadPool.GetMinThreads(out var workers, out var completions);
            ThreadPool.SetMinThreads(workers + load.InFlight, completions);
        }
    }

    private bool IsOpen => _order.Cell.Load.Loop == LoopKind.Open;

    /// <summary>Drives until the rate is steady.</summary>
    public async Task<WarmedUp> WarmUpAsync(CancellationToken cancellationToken)
    {
        await RenewAsync(cancellationToken).ConfigureAwait(false);
        var recent = new Queue<(long Time, long Completed)>();
        var loop = CreateLoop(_lanes);
        await using (loop.ConfigureAwait(false))
        {
            loop.Start();
            _warmUp = await WarmUpPhase.RunAsync(
                () => Watched(loop, recent), _order.WarmUp, _server, cancellationToken).ConfigureAwait(false);
            await loop.StopAsync(_order.Timeout).ConfigureAwait(false);
        }

        PoolGrowth.UndoIf(PoolGrowth.IsUndoneFor(_order.Cell.Workload.Kind));
        _idleSince = LoadClock.Now;
        var (first, last) = (recent.Peek(), recent.Last());
        return new WarmedUp(_warmUp, (last.Completed - first.Completed) / Math.Max((last.Time - first.Time) / 1e9, 1e-3));
    }

    // The rate that slices are cut by is that of the end: a process that still compiles is ten times as slow.
    private LoadProgress Watched(ILoadLoop loop, Queue<(long Time, long Completed)> recent)
    {
        recent.Enqueue((LoadClock.Now, _lanes.Completed));
        if (recent.Count > RecentWindows + 1)
        {
            recent.Dequeue();
        }

        return loop.Progress;
    }

    /// <summary>Drives for the lead-in and the slice, records the slice, and returns when nothing is in flight.</summary>
    public async Task<SliceDone> RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        if (_before is null)
        {
            (_before, _completedBefore) = (Sample(), _lanes.Completed);
        }

        var before = _lanes.CompletedInWindow;
        var loop = await RunOnceAsync(_lanes, LeadIn, duration, cancellationToken).ConfigureAwait(false);
        if (loop is OpenLoop open)
        {
            _pacing.Add(open.Pacing);
            _longestBacklog = Math.Max(_longestBacklog, open.LongestBacklog);
            _backlogAtStart = Math.Max(_backlogAtStart, open.BacklogAtStart);
            _backlogAtEnd = Math.Max(_backlogAtEnd, open.BacklogAtEnd);
        }

        var slice = new SliceDone(_lanes.CompletedInWindow - before, (_lanes.Window.End - _lanes.Window.Start) / 1e9);
        _firstSlice = _slices++ == 0 ? _lanes.Window.Start : _firstSlice;
        _completed += slice.Completed;
        _seconds += slice.Seconds;
        _drivenSeconds += (LoadClock.Now - _lanes.Window.Start) / 1e9;
        _after = Sample();
        return slice;
    }

    /// <summary>Does all that a slice does, and records nothing.</summary>
    public async Task<SliceDone> RehearseAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        // Lanes of their own on the same connections: nothing of this may get into the recorders of the measurement.
        _rehearsing ??= CreateLanes(cancellationToken);
        var before = _rehearsing.CompletedInWindow;
        await RunOnceAsync(_rehearsing, duration, duration, cancellationToken).ConfigureAwait(false);
        _ = Sample();
        return new SliceDone(_rehearsing.CompletedInWindow - before, duration.TotalSeconds);
    }

    /// <summary>
    /// All slices together, as if they had been one window. Processor use cannot be cut to slices this short: it is that of slices and
    /// lead-ins, in which an exchange costs the same, and of these the slices' share of the exchanges.
    /// </summary>
    public Measured Report()
    {
        var recorded = _lanes.Recorders.Merge();
        var response = HistogramText.Encode(recorded.Response);
        return new Measured(
            new Measurement
            {
                WindowSeconds = _seconds,
                WindowStartNanoseconds = _firstSlice,
                WarmUp = _warmUp,
                Response = response,
                Service = IsOpen ? HistogramText.Encode(recorded.Service) : response,
                SendLateness = recorded.SendLateness is { } lateness ? HistogramText.Encode(lateness) : null,
                PacingLateness = IsOpen ? HistogramText.Encode(_pacing) : null,
                Outcomes = recorded.Outcomes,
                Intervals = recorded.Intervals,
                FirstFailure = _lanes.FirstFailure,
                Failures = _lanes.Failures,
                Opened = _lanes.Opened?.Report(),
                Answers = recorded.Answers,
                Openings = recorded.Answers is null ? null : _connections.Openings,
                Endings = recorded.Answers is null ? null : _connections.Endings,
                OfferedRate = IsOpen ? recorded.Outcomes.Total / _seconds : null,
                AchievedRate = _completed / _seconds,
                DrivenSeconds = _drivenSeconds,
                LongestBacklog = IsOpen ? _longestBacklog : null,
                BacklogAtStart = IsOpen ? _backlogAtStart : null,
                BacklogAtEnd = IsOpen ? _backlogAtEnd : null,
                LateReplies = _connections.LateReplies,
                Reopened = _connections.Reopened,
                AnnouncedCloses = _connections.Announced,
            },
            Usage(),
            _connections.LearnedFacts,
            Span);
    }

    public void Dispose() => _alarm.Dispose();

    private bool OverLink => _order.Cell.Link != ScenarioVocabulary.Loopback;

    private SlicesSpan? Span => _before is null || _after is null
        ? null
        : new SlicesSpan(
            _before.Nanoseconds, _after.Nanoseconds, Math.Min(1, _completed / Math.Max(1.0, _lanes.Completed - _completedBefore)));

    private ProcessUsage? Usage() => Span is not { } span
        ? null
        : ProcessSamples.Usage([_before!, _after!], span.From, span.To, ProcessProbe.Now(OverLink) with
        {
            StoodStillSeconds = ProcessSamples.StoodStill(_longestLate),
        }).OfShare(span.RecordedShare);

    private ProcessSample Sample() => ProcessProbe.Take(sentAgain: (OverLink ? RetransmissionProbe.Now() : 0, null));

    private async Task<ILoadLoop> RunOnceAsync(LaneSet lanes, TimeSpan leadIn, TimeSpan duration, CancellationToken cancellationToken)
    {
        // The other side's warm-up lasts as long as some servers keep an idle connection.
        await RenewAsync(cancellationToken).ConfigureAwait(false);
        lanes.Window.Reset();
        var loop = CreateLoop(lanes);
        await using (loop.ConfigureAwait(false))
        {
            loop.Start();
            await _alarm.UntilAsync(LoadClock.Now + (long)leadIn.TotalNanoseconds, cancellationToken).ConfigureAwait(false);
            lanes.Window.Open(duration);
            await _alarm.UntilAsync(lanes.Window.End, cancellationToken).ConfigureAwait(false);
            _longestLate = Math.Max(_longestLate, LoadClock.Now - lanes.Window.End);
            await loop.StopAsync(_order.Timeout).ConfigureAwait(false);
        }

        _idleSince = LoadClock.Now;
        return loop;
    }

    private Task RenewAsync(CancellationToken cancellationToken) => _idleSince == 0
        ? Task.CompletedTask
        : _connections.RenewAsync(TimeSpan.FromMicroseconds((LoadClock.Now - _idleSince) / 1e3), cancellationToken);

    private LaneSet CreateLanes(CancellationToken abandoned) =>
        new(
            _connections,
            _order.Cell.Load.InFlight,
            _order.Cell.Workload,
            IsOpen,
            abandoned,
            RequestMix.Of(_order.Cell.Workload, _order.Site, _order.Seed));

    // A loop of its own for every slice: loops end for good, lanes and their recorders live on.
    private ILoadLoop CreateLoop(LaneSet lanes)
    {
        if (!IsOpen)
        {
            return new ClosedLoop(lanes, _order.Timeout);
        }

        var rate = _order.Cell.Load.Rate ?? throw new InvalidOperationException("an open loop needs a rate");
        return new OpenLoop(lanes, new ArrivalSchedule(_order.Cell.Load.Arrivals, rate, _order.Seed + _slices), _order.Timeout);
    }
}
