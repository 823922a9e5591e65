using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Machine.Programs;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.Command;

/// <summary>
/// Runs a program again and again, in a closed or an open loop, each place for a run with a thread of its own. Warm-up and window are two
/// loops with nothing in flight between them, so that a window holds whole runs from its first instant on, however long they take.
/// </summary>
internal sealed class CommandLoop : ILoadLoop
{
    // 20 empty programs take some 20 ms, and their median is known within a tenth.
    private const int EmptyStarts = 20;

    // A warm-up that holds fewer runs cannot tell whether they become faster.
    private const int FewestRunsToWatch = 20;

    private const long LongestSleepNanoseconds = 20_000_000;

    // A packet that the last run left on its way: what has not come then is as long on its way as the longest profiles' round trip.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(300);

    private readonly DriveOrder _order;
    private readonly CancellationToken _abandoned;
    private readonly RecorderSet _recorders;
    private readonly FirstFailures _failures = new();
    private readonly List<CommandRun> _runs = [];
    private readonly Lock _lock = new();
    private readonly bool _overLink;
    private CancellationTokenRegistration _abandoning;
    private CommandPlace? _place;
    private List<Task> _lanes = [];
    private CommandArrivals? _arrivals;
    private Traffic? _before;
    private Traffic? _during;
    private (CommandRun Run, Traffic Before)? _last;
    private double _startMicroseconds;
    private long _firstNanoseconds;
    private long _peakBytes;
    private long _deadline = long.MaxValue;
    private int _backlogAtEnd;
    private bool _ending;
    private Exception? _fault;
    private double _cpuSeconds;

    public CommandLoop(DriveOrder order, CancellationToken abandoned)
    {
        (_order, _abandoned) = (order, abandoned);
        _overLink = order.Cell.Link != ScenarioVocabulary.Loopback;
        _recorders = new RecorderSet(IsOpen, prepared: Math.Min(order.Cell.Load.InFlight, 8));
        Window = new LoadWindow { Opening = _recorders.Begin };
    }

    public LoadProgress Progress => _place is null ? default : new(Completed, Completed);

    public LoadWindow Window { get; }

    private bool IsOpen => _order.Cell.Load.Loop == LoopKind.Open;

    private bool TellsRunsApart => _overLink && _order.Cell.Load is { Loop: LoopKind.Closed, InFlight: 1 };

    private long Completed => _place!.Lanes.Sum(lane => lane.Completed);

    /// <summary>Runs the program once by itself, and begins the warm-up.</summary>
    /// <exception cref="ProgramException">It is not there, or that run did not succeed.</exception>
    public void Start()
    {
        _place = new CommandPlace(_order);
        _abandoning = _abandoned.Register(_place.GiveUp);
        var lane = _place.Lanes[0];
        _startMicroseconds = lane.StartMicroseconds(EmptyStarts);
        lane.Prepare();
        var first = lane.RunAlone(_place.Companion);
        _abandoned.ThrowIfCancellationRequested();
        if (lane.WhyNot(first) is { } reason)
        {
            Tell(lane);
            throw new ProgramException(reason);
        }

        (_firstNanoseconds, _peakBytes) = (first.Nanoseconds, first.PeakBytes);
        Begin(LoadClock.Now);
    }

    /// <summary>
    /// A rate is watched where a warm-up has enough runs to show one. Slower programs run until its shortest time is over.
    /// </summary>
    public async Task<WarmUpOutcome> WarmUpAsync(WarmUp bounds, IServerCompiler server, CancellationToken cancellationToken)
    {
        var started = LoadClock.Now;
        var runs = bounds.Maximum.TotalNanoseconds / Math.Max(1, _firstNanoseconds) * _order.Cell.Load.InFlight;
        WarmUpOutcome? watched = null;
        if (runs >= FewestRunsToWatch && (!IsOpen || _order.Cell.Load.Rate * bounds.Maximum.TotalSeconds >= FewestRunsToWatch))
        {
            watched = await WarmUpPhase.RunAsync(() => Progress, bounds, server, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await Task.Delay(bounds.Minimum, cancellationToken).ConfigureAwait(false);
        }

        Volatile.Write(ref _ending, true);
        await EndedAsync().ConfigureAwait(false);
        return watched ?? new WarmUpOutcome(Math.Round((LoadClock.Now - started) / 1e9, 3), Steady: true);
    }

    public void Open(TimeSpan duration)
    {
        Volatile.Write(ref _ending, false);
        _before = _overLink ? Traffic.Now() : null;
        Window.Open(duration);
        Begin(Window.Start);
    }

    public async Task StopAsync(TimeSpan drain)
    {
        Volatile.Write(ref _deadline, LoadClock.Now + (long)drain.TotalNanoseconds);
        _backlogAtEnd = _arrivals?.Waiting(Window.End) ?? 0;
        await EndedAsync().ConfigureAwait(false);
        if (_before is { } before)
        {
            await Task.Delay(Settling).ConfigureAwait(false);
            _during = Traffic.Now() - before;
            Follow(next: null);
        }
    }

    public Measurement Report(Measurement measurement)
    {
        while (_arrivals?.Take(Window.End) is not null)
        {
            _recorders.ForThisThread.Count(ExchangeOutcome.NotSent);
        }

        var recorded = _recorders.Merge();
        var service = HistogramText.Encode(recorded.Service);
        var rate = AchievedRate(measurement);
        _cpuSeconds = _runs.Count == 0 ? 0 : _runs.Average(run => run.UserSeconds + run.SystemSeconds) * rate * measurement.WindowSeconds;
        return measurement with
        {
            Response = IsOpen ? HistogramText.Encode(recorded.Response) : service,
            Service = service,
            SendLateness = recorded.SendLateness is { } lateness ? HistogramText.Encode(lateness) : null,
            PacingLateness = _arrivals is { } arrivals ? HistogramText.Encode(arrivals.Pacing) : null,
            Outcomes = recorded.Outcomes,
            Intervals = recorded.Intervals,
            FirstFailure = _failures.First,
            Failures = _failures.Examples,
            AchievedRate = rate,
            DrivenSeconds = IsOpen || LastEnd is 0 ? null : (LastEnd - Window.Start) / 1e9,
            OfferedRate = IsOpen ? recorded.Outcomes.Total / measurement.WindowSeconds : null,
            LongestBacklog = _arrivals?.LongestBacklog,
            BacklogAtStart = IsOpen ? 0 : null,
            BacklogAtEnd = IsOpen ? _backlogAtEnd : null,
            Figures = CommandFigures.Of(_runs, _startMicroseconds, TellsRunsApart ? null : _during),
        };
    }

    /// <summary>What the programs used; what this process did is the cost of measuring.</summary>
    public ProcessUsage Charge(ProcessUsage own) => own with
    {
        CpuSeconds = Math.Round(_cpuSeconds, 6),
        PeakResidentBytes = _peakBytes,
        Runtime = "of a program, not told",
        AllocatedBytes = 0,
        Collections = 0,
        PauseMilliseconds = 0,
        CompiledMethods = 0,
    };

    public async ValueTask DisposeAsync()
    {
        Volatile.Write(ref _ending, true);
        if (_place is { } place)
        {
            place.GiveUp();
            await Task.WhenAll(_lanes).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
            await _abandoning.DisposeAsync().ConfigureAwait(false);
            place.Dispose();
        }
    }

    private long LastEnd => _place!.Lanes.Max(lane => lane.LastEnd);

    // A window of three runs and a half would have three in its seconds, or four. Each lane's own time, to the end of its last run, holds
    // whole ones.
    private double AchievedRate(Measurement measurement) => IsOpen
        ? _place!.Lanes.Sum(lane => lane.CompletedInWindow) / measurement.WindowSeconds
        : _place!.Lanes.Where(lane => lane.LastEnd > 0).Sum(lane => lane.CompletedInWindow / ((lane.LastEnd - Window.Start) / 1e9));

    private void Begin(long origin)
    {
        var load = _order.Cell.Load;
        _arrivals = IsOpen
            ? new CommandArrivals(new ArrivalSchedule(load.Arrivals, load.Rate!.Value, _order.Seed), origin, Window.End)
            : null;
        _lanes = [.. _place!.Lanes.Select(lane => Task.Factory.StartNew(
            () => RunGuarded(lane), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
    }

    private async Task EndedAsync()
    {
        await Task.WhenAll(_lanes).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (_fault is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_fault);
        }
    }

    private void RunGuarded(CommandLane lane)
    {
        try
        {
            PreciseSleep.PrepareThread();
            while (!IsOver)
            {
                lane.Prepare();
                if (IsOver || !TryArrive(out var intended))
                {
                    return;
                }

                Measure(lane, intended);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Every lane ends, and whoever waits for them is told.
            Interlocked.CompareExchange(ref _fault, error, null);
            Volatile.Write(ref _ending, true);
        }
    }

    private bool IsOver => Volatile.Read(ref _ending) || _abandoned.IsCancellationRequested
        || (IsOpen ? LoadClock.Now >= Volatile.Read(ref _deadline) : LoadClock.Now >= Window.End);

    /// <summary>Waits for the next arrival of an open loop; false: there is none any more.</summary>
    private bool TryArrive(out long? intended)
    {
        intended = null;
        if (_arrivals is not { } arrivals)
        {
            return true;
        }

        var now = LoadClock.Now;
        if (arrivals.Take(now) is not { } due)
        {
            return false;
        }

        intended = due;
        for (var waited = false; ; waited = true)
        {
            now = LoadClock.Now;
            if (now >= due)
            {
                if (waited && Window.Contains(due))
                {
                    arrivals.Met(now - due);
                }

                return true;
            }

            if (IsOver)
            {
                return false;
            }

            PreciseSleep.Until(Math.Min(due, now + LongestSleepNanoseconds));
        }
    }

    private void Measure(CommandLane lane, long? intended)
    {
        var before = TellsRunsApart ? Traffic.Now() : (Traffic?)null;
        if (before is { } now)
        {
            Follow(now);
        }

        var end = lane.Run();
        if (end.GivenUp)
        {
            return;
        }

        var reason = lane.WhyNot(end);
        var outcome = end.Overdue ? ExchangeOutcome.TimedOut : reason is null ? ExchangeOutcome.Completed : ExchangeOutcome.BadResponse;
        if (reason is not null && _failures.Lacks(outcome))
        {
            _failures.Keep(outcome, end.Overdue ? $"time-out: {reason}" : reason);
            Tell(lane);
        }

        lane.Completed += outcome == ExchangeOutcome.Completed ? 1 : 0;
        if (Window.Contains(intended ?? end.Start))
        {
            Record(lane, outcome, intended, end, before);
        }
    }

    private void Record(CommandLane lane, ExchangeOutcome outcome, long? intended, ProgramEnd end, Traffic? before)
    {
        lane.LastEnd = end.End;

        // As in the other loops: an open loop's rate is what ended inside its window, a closed one's is over its lanes' own times.
        lane.CompletedInWindow += outcome == ExchangeOutcome.Completed && (!IsOpen || Window.Contains(end.End)) ? 1 : 0;
        if (intended is { } planned)
        {
            _recorders.ForThisThread.RecordOpen(outcome, planned, end.Start, end.End);
        }
        else
        {
            _recorders.ForThisThread.RecordClosed(outcome, end.Start, end.End);
        }

        if (outcome is not (ExchangeOutcome.Completed or ExchangeOutcome.TimedOut))
        {
            return;
        }

        var run = new CommandRun(end.Nanoseconds, end.UserSeconds, end.SystemSeconds, Traffic: null);
        lock (_lock)
        {
            if (before is { } counted)
            {
                // It is known when the next one starts: what it left on its way is its own.
                _last = (run, counted);
            }
            else
            {
                _runs.Add(run);
            }
        }
    }

    /// <summary>Gives the run before what went over the wire until now.</summary>
    private void Follow(Traffic? next)
    {
        if (_last is { } last)
        {
            _runs.Add(last.Run with { Traffic = (next ?? Traffic.Now()) - last.Before });
            _last = null;
        }
    }

    // To the client's log, where there is room for both ends of what it wrote.
    private static void Tell(CommandLane lane) => Console.Error.WriteLine(lane.Written);
}
