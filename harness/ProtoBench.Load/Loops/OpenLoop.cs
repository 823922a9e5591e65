using System.Collections.Concurrent;
using ProtoBench.Contract;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Loops;

/// <summary>
/// Starts exchanges at the instants of an <see cref="ArrivalSchedule"/>, whatever the server does. An arrival that finds every lane busy
/// waits in the backlog with its intended start, so that the wait counts as response time: nothing is omitted (Tene, "How NOT to Measure
/// Latency").
/// </summary>
/// <remarks>
/// What a warm-up left in the backlog would be a wait that nobody of the window's users had. <see cref="SettleAsync"/> drops it and lets
/// what is in flight end; then the load goes on unrecorded for a lead-in, and the window begins at an instant set beforehand with a
/// schedule of its own. From the lead-in on nothing is dropped: a queue that forms then is the load's, and counts in full.
///
/// A connection with a thread of its own has the arrivals started there. Otherwise a thread of the loop's sleeps from one to the next.
/// </remarks>
internal sealed class OpenLoop : ILoadLoop, IPacer
{
    // A lane that is signalled with this ends.
    private const long Ended = -1;

    // The pacing thread looks at least this often whether it should end, and while nothing is started whether it should go on.
    private const long LongestSleepNanoseconds = 20_000_000;
    private const long PauseNanoseconds = 1_000_000;

    // A thread that also has responses to see to starts dense arrivals together, the first of them so much late at most: one call to the
    // kernel then serves several, on both sides.
    private const long HoldNanoseconds = 30_000;

    // A thread that also has responses to see to does that after so many arrivals at the latest.
    private const int MostInTurn = 64;

    /// <summary>As soon as that after it is said, so that the pacing thread knows before the window begins.</summary>
    public const long NoticeNanoseconds = 25_000_000;

    private readonly LaneSet _lanes;
    private readonly IArrivals _ofWindow;
    private readonly long[] _due;
    private readonly LaneWatchdog _watchdog;
    private readonly ConcurrentQueue<Idle> _idle = new();
    private readonly ConcurrentQueue<long> _backlog = new();
    private readonly LatencyHistogram _pacing = new();
    private readonly List<Task> _running = [];
    private readonly TaskCompletionSource _paced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _resumed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ArrivalsTogether _together;
    private IArrivals _walked;
    private long _origin;
    private long _intended;
    private long _pausedSince;
    private long _deadline = long.MaxValue;
    private int _longestBacklog;
    private int _backlogAtStart;
    private int _backlogAtEnd;
    private long _dropped;
    private bool _settles;
    private bool _paused;
    private bool _switched;
    private bool _begun;
    private bool _stopping;
    private bool _given;

    /// <param name="lanes">Where exchanges are done.</param>
    /// <param name="schedule">The arrivals, in nanoseconds since the loop's start.</param>
    /// <param name="timeout">An exchange that takes longer is given up.</param>
    /// <param name="ofWindow">Those since the window's start, where the loop is settled before; null: the schedule from its begin.</param>
    public OpenLoop(LaneSet lanes, ArrivalSchedule schedule, TimeSpan timeout, IArrivals? ofWindow = null)
    {
        _lanes = lanes;
        (_walked, _ofWindow) = (schedule, ofWindow ?? schedule.Restarted());
        _due = new long[lanes.Recorders.Clock.Parts?.Count ?? 0];
        _watchdog = new LaneWatchdog(lanes, timeout);
    }

    public LoadProgress Progress => new(_lanes.Completed, _lanes.Completed);

    public LoadWindow Window => _lanes.Window;

    /// <summary>
    /// How late the pacing thread was at each arrival of the window. Only after <see cref="StopAsync"/>, like the three below.
    /// </summary>
    public LatencyHistogram Pacing => _pacing;

    /// <summary>Most arrivals that waited at once.</summary>
    public int LongestBacklog => _longestBacklog;

    /// <summary>Arrivals from before the window that still waited when its first one was due.</summary>
    public int BacklogAtStart => _backlogAtStart;

    /// <summary>Arrivals that still waited when the window was over.</summary>
    public int BacklogAtEnd => _backlogAtEnd;

    /// <summary>Has it been rid of what the warm-up left?</summary>
    public bool HasDropped => Volatile.Read(ref _paused);

    public void Start()
    {
        foreach (var lane in _lanes.Lanes)
        {
            _running.Add(RunAsync(lane));
        }

        // Not when the thread that paces has come to it: what is due by then is late.
        _origin = LoadClock.Now;
        _intended = _origin + _walked.Next();
        if (_lanes.Lanes[0].Slot.Connection is IPacedConnection connection && !_lanes.Fresh)
        {
            _together = new ArrivalsTogether(longestHold: HoldNanoseconds);
            connection.Pace(this);
            return;
        }

        new Thread(Pace) { IsBackground = true, Name = "pacing" }.Start();
    }

    public async Task SettleAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = LoadClock.Now;
        Volatile.Write(ref _settles, true);
        while (!(Volatile.Read(ref _paused) && _idle.Count == _lanes.Lanes.Count)
            && LoadClock.Now < started + (long)limit.TotalNanoseconds)
        {
            await Task.Delay(1, cancellationToken).ConfigureAwait(false);
        }

        var exchange = TimeSpan.FromMicroseconds((LoadClock.Now - started) / 1e3);
        _resumed.TrySetResult();
        await Task.Delay(LeadIn.Behind(exchange), cancellationToken).ConfigureAwait(false);
    }

    public void Open(TimeSpan duration) => Window.Open(duration, LoadClock.Now + (Volatile.Read(ref _settles) ? NoticeNanoseconds : 0));

    public async Task StopAsync(TimeSpan drain)
    {
        var deadline = LoadClock.Now + (long)(drain.TotalSeconds * 1e9);
        _deadline = deadline;
        Volatile.Write(ref _stopping, true);
        _resumed.TrySetResult();
        await _paced.Task.ConfigureAwait(false);
        while (!(_backlog.IsEmpty && _idle.Count == _lanes.Lanes.Count) && LoadClock.Now < deadline)
        {
            await Task.Delay(10).ConfigureAwait(false);
        }

        Volatile.Write(ref _given, true);
        GiveUpBacklog();
        await EndLanesAsync(deadline).ConfigureAwait(false);
    }

    public Measurement Report(Measurement measurement)
    {
        var recorded = _lanes.Recorders.Merge();
        return measurement with
        {
            Response = HistogramText.Encode(recorded.Response),
            Service = HistogramText.Encode(recorded.Service),
            SendLateness = recorded.SendLateness is { } lateness ? HistogramText.Encode(lateness) : null,
            PacingLateness = HistogramText.Encode(_pacing),
            Outcomes = recorded.Outcomes,
            Intervals = recorded.Intervals,
            FirstFailure = _lanes.FirstFailure,
            Failures = _lanes.Failures,
            Opened = _lanes.Opened?.Report(),
            Answers = recorded.Answers,

            // Every arrival of the window ended in some way. Counting them as they came would miss those that came while the window was
            // being opened.
            OfferedRate = recorded.Outcomes.Total / measurement.WindowSeconds,
            AchievedRate = _lanes.CompletedInWindow / measurement.WindowSeconds,
            LongestBacklog = _longestBacklog,
            BacklogAtStart = _backlogAtStart,
            BacklogAtEnd = _backlogAtEnd,
            OverdueDropped = _settles ? _dropped : null,
            Parts = _due.Length == 0 ? null : recorded.PartsWith(_due),
        };
    }

    public ValueTask DisposeAsync()
    {
        Volatile.Write(ref _stopping, true);
        Volatile.Write(ref _given, true);
        _resumed.TrySetResult();
        _watchdog.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Pace()
    {
        PreciseSleep.PrepareThread();
        for (var next = 0L; next != IPacer.Over; next = Turn())
        {
            PreciseSleep.Until(next);
        }
    }

    /// <summary>Starts what is due.</summary>
    public long Turn()
    {
        for (var i = 0; i < MostInTurn; i++)
        {
            var now = LoadClock.Now;
            if (IsToPause)
            {
                BeginPause(now);
            }

            if (_pausedSince > 0 && !EndPause(now))
            {
                return now + PauseNanoseconds;
            }

            // From the window's start on its own schedule holds, whatever the one before it had planned.
            if (IsOvertaken(_intended))
            {
                (_walked, _origin, _switched) = (_ofWindow, Window.Start, true);
                _intended = _origin + _walked.Next();
                continue;
            }

            // An arrival that is due is due even when the thread was kept from its processor until after the stop: dropping it would hide
            // the wait. Only a rate that this thread cannot follow, which makes the trial invalid, is given up with the drain.
            if ((Volatile.Read(ref _stopping) && (now < _intended || now >= _deadline))
                || (now >= _intended && _intended >= Window.End))
            {
                _backlogAtEnd = _backlog.Count;
                _paced.TrySetResult();
                return IPacer.Over;
            }

            if (now < _intended)
            {
                return Math.Min(_intended + _together.Hold, now + LongestSleepNanoseconds);
            }

            Arrive(now);
        }

        return 0;
    }

    private void Arrive(long now)
    {
        if (Window.Contains(_intended))
        {
            _backlogAtStart = _begun ? _backlogAtStart : _backlog.Count;
            _begun = true;
            _pacing.Record(now - _intended);
            CountPart(_intended);
        }

        Dispatch(_intended);
        _together.Arrived(_intended);
        _intended = _origin + _walked.Next();
    }

    private void CountPart(long intended)
    {
        if (_due.Length > 0)
        {
            _due[_lanes.Recorders.Clock.PartOf(intended)]++;
        }
    }

    // By the window, which is known only while its arrival is waited for.
    private bool IsOvertaken(long intended) => _paused && !_switched && intended >= Window.Start;

    private bool IsToPause => Volatile.Read(ref _settles) && !_paused && !Volatile.Read(ref _stopping);

    // Nothing is started until the pause ends.
    private void BeginPause(long now)
    {
        _pausedSince = now;
        for (; _intended <= now; _intended = _origin + _walked.Next())
        {
            _dropped++;
        }

        while (_backlog.TryDequeue(out _))
        {
            _dropped++;
        }

        Volatile.Write(ref _paused, true);
    }

    // The schedule goes on behind the pause as if that had taken no time.
    private bool EndPause(long now)
    {
        if (!_resumed.Task.IsCompleted)
        {
            return false;
        }

        var pause = now - _pausedSince;
        (_intended, _origin, _pausedSince) = (_intended + pause, _origin + pause, 0);
        return true;
    }

    // Only the pacing thread adds arrivals, so they leave in order: an arrival never overtakes the backlog.
    private void Dispatch(long intended)
    {
        if (_backlog.IsEmpty && _idle.TryDequeue(out var idle))
        {
            idle.Signal.Signal(intended);
            return;
        }

        _backlog.Enqueue(intended);
        if (Window.Contains(intended))
        {
            _longestBacklog = Math.Max(_longestBacklog, _backlog.Count);
        }

        MatchBacklog();
    }

    /// <summary>
    /// Pairs waiting arrivals with idle lanes. Called by whoever added one of either, so that neither is left waiting for the other.
    /// </summary>
    private void MatchBacklog()
    {
        while (!_backlog.IsEmpty && _idle.TryDequeue(out var idle))
        {
            if (!_backlog.TryDequeue(out var intended))
            {
                _idle.Enqueue(idle);
                continue;
            }

            idle.Signal.Signal(intended);
        }
    }

    private async Task RunAsync(Lane lane)
    {
        var idle = new Idle(new ArrivalSignal(continueElsewhere: lane.Slot.Connection is IBlockingConnection));
        while (true)
        {
            idle.Signal.Arm();
            var next = idle.Signal.NextAsync();
            _idle.Enqueue(idle);
            MatchBacklog();
            var intended = await next.ConfigureAwait(false);
            while (intended != Ended)
            {
                await _lanes.ExchangeAsync(lane, intended).ConfigureAwait(false);
                if (Volatile.Read(ref _given) || !_backlog.TryDequeue(out intended))
                {
                    break;
                }
            }

            if (intended == Ended)
            {
                return;
            }
        }
    }

    private void GiveUpBacklog()
    {
        while (_backlog.TryDequeue(out var intended))
        {
            if (Window.Contains(intended))
            {
                _lanes.Recorders.ForThisThread.Count(ExchangeOutcome.NotSent);
            }
        }
    }

    private async Task EndLanesAsync(long deadline)
    {
        var ended = 0;
        var scheduling = MachineLoad.Read().Stretch(ClosedLoop.Scheduling);
        while (ended < _lanes.Lanes.Count)
        {
            if (_idle.TryDequeue(out var idle))
            {
                idle.Signal.Signal(Ended);
                ended++;
            }
            else if (LoadClock.Now > deadline + (long)(scheduling.TotalSeconds * 1e9))
            {
                throw new TimeoutException(
                    $"{_lanes.Lanes.Count - ended} exchanges did not end {scheduling.TotalSeconds:0} s after their time limit");
            }
            else
            {
                await Task.Delay(10).ConfigureAwait(false);
            }
        }

        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
    }

    private sealed record Idle(ArrivalSignal Signal);
}
