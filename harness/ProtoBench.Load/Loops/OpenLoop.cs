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
/// </remarks>
internal sealed class OpenLoop : ILoadLoop
{
    // A lane that is signalled with this ends.
    private const long Ended = -1;

    // The pacing thread looks at least this often whether it should end.
    private const long LongestSleepNanoseconds = 20_000_000;

    // As soon as that after it is said, so that the pacing thread knows before the window begins.
    private const long NoticeNanoseconds = 25_000_000;

    // The load is as in its midst again when what is in flight has been replaced twice.
    private const int LeadInExchanges = 2;

    private static readonly TimeSpan ShortestLeadIn = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestLeadIn = TimeSpan.FromSeconds(1);

    private readonly LaneSet _lanes;
    private readonly ArrivalSchedule _schedule;
    private readonly ArrivalSchedule _ofWindow;
    private readonly LaneWatchdog _watchdog;
    private readonly ConcurrentQueue<Idle> _idle = new();
    private readonly ConcurrentQueue<long> _backlog = new();
    private readonly LatencyHistogram _pacing = new();
    private readonly List<Task> _running = [];
    private readonly Thread _pacer;
    private readonly TaskCompletionSource _resumed = new(TaskCreationOptions.RunContinuationsAsynchronously);
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

    public OpenLoop(LaneSet lanes, ArrivalSchedule schedule, TimeSpan timeout)
    {
        _lanes = lanes;
        (_schedule, _ofWindow) = (schedule, schedule.Restarted());
        _watchdog = new LaneWatchdog(lanes, timeout);
        _pacer = new Thread(Pace) { IsBackground = true, Name = "pacing" };
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

    public void Start()
    {
        foreach (var lane in _lanes.Lanes)
        {
            _running.Add(RunAsync(lane));
        }

        _pacer.Start();
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
        var leadIn = Math.Clamp((LeadInExchanges * exchange).Ticks, ShortestLeadIn.Ticks, LongestLeadIn.Ticks);
        _resumed.TrySetResult();
        await Task.Delay(TimeSpan.FromTicks(leadIn), cancellationToken).ConfigureAwait(false);
    }

    public void Open(TimeSpan duration) => Window.Open(duration, LoadClock.Now + (Volatile.Read(ref _settles) ? NoticeNanoseconds : 0));

    public async Task StopAsync(TimeSpan drain)
    {
        var deadline = LoadClock.Now + (long)(drain.TotalSeconds * 1e9);
        _deadline = deadline;
        Volatile.Write(ref _stopping, true);
        _resumed.TrySetResult();
        await Task.Run(_pacer.Join).ConfigureAwait(false);
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
        var (schedule, origin) = (_schedule, LoadClock.Now);
        var intended = origin + schedule.Next();
        while (true)
        {
            var due = SleepUntil(intended);
            if (IsToPause)
            {
                (intended, origin) = Pause(intended, origin);
                continue;
            }

            // From the window's start on its own schedule holds, whatever the one before it had planned.
            if (IsOvertaken(intended))
            {
                (schedule, origin, _switched) = (_ofWindow, Window.Start, true);
                intended = origin + schedule.Next();
                continue;
            }

            if (!due || intended >= Window.End)
            {
                _backlogAtEnd = _backlog.Count;
                return;
            }

            if (Window.Contains(intended))
            {
                _backlogAtStart = _begun ? _backlogAtStart : _backlog.Count;
                _begun = true;
                _pacing.Record(LoadClock.Now - intended);
            }

            Dispatch(intended);
            intended = origin + schedule.Next();
        }
    }

    // By the window, which is known only while its arrival is waited for.
    private bool IsOvertaken(long intended) => _paused && !_switched && intended >= Window.Start;

    private bool IsToPause => Volatile.Read(ref _settles) && !_paused && !Volatile.Read(ref _stopping);

    // Nothing is started meanwhile. The schedule goes on behind the pause as if that had taken no time.
    private (long Intended, long Origin) Pause(long intended, long origin)
    {
        var from = LoadClock.Now;
        for (; intended <= from; intended = origin + _schedule.Next())
        {
            _dropped++;
        }

        while (_backlog.TryDequeue(out _))
        {
            _dropped++;
        }

        Volatile.Write(ref _paused, true);
        _resumed.Task.Wait();
        var pause = LoadClock.Now - from;
        return (intended + pause, origin + pause);
    }

    // An arrival that is due is due even when the thread was kept from its processor until after the stop: dropping it would hide the wait.
    // Only a rate that this thread cannot follow, which makes the trial invalid, is given up with the drain.
    private bool SleepUntil(long intended)
    {
        while (true)
        {
            var now = LoadClock.Now;
            if (IsToPause || IsOvertaken(intended) || (Volatile.Read(ref _stopping) && (now < intended || now >= _deadline)))
            {
                return false;
            }

            if (now >= intended)
            {
                return true;
            }

            PreciseSleep.Until(Math.Min(intended, now + LongestSleepNanoseconds));
        }
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
