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
internal sealed class OpenLoop : ILoadLoop
{
    // A lane that is signalled with this ends.
    private const long Ended = -1;

    // The pacing thread looks at least this often whether it should end.
    private const long LongestSleepNanoseconds = 20_000_000;

    private readonly LaneSet _lanes;
    private readonly ArrivalSchedule _schedule;
    private readonly LaneWatchdog _watchdog;
    private readonly ConcurrentQueue<Idle> _idle = new();
    private readonly ConcurrentQueue<long> _backlog = new();
    private readonly LatencyHistogram _pacing = new();
    private readonly List<Task> _running = [];
    private readonly Thread _pacer;
    private long _deadline = long.MaxValue;
    private int _longestBacklog;
    private int _backlogAtStart;
    private int _backlogAtEnd;
    private bool _begun;
    private bool _stopping;
    private bool _given;

    public OpenLoop(LaneSet lanes, ArrivalSchedule schedule, TimeSpan timeout)
    {
        _lanes = lanes;
        _schedule = schedule;
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

    public async Task StopAsync(TimeSpan drain)
    {
        var deadline = LoadClock.Now + (long)(drain.TotalSeconds * 1e9);
        _deadline = deadline;
        Volatile.Write(ref _stopping, true);
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
        };
    }

    public ValueTask DisposeAsync()
    {
        Volatile.Write(ref _stopping, true);
        Volatile.Write(ref _given, true);
        _watchdog.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Pace()
    {
        PreciseSleep.PrepareThread();
        var origin = LoadClock.Now;
        while (true)
        {
            var intended = origin + _schedule.Next();
            if (!SleepUntil(intended) || intended >= Window.End)
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
        }
    }

    // An arrival that is due is due even when the thread was kept from its processor until after the stop: dropping it would hide the wait.
    // Only a rate that this thread cannot follow, which makes the trial invalid, is given up with the drain.
    private bool SleepUntil(long intended)
    {
        while (true)
        {
            var now = LoadClock.Now;
            if (Volatile.Read(ref _stopping) && (now < intended || now >= _deadline))
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
