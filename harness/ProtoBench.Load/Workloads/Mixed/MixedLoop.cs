using ProtoBench.Load.Loops;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Mixed;

/// <summary>The loop of the first part, and the flows of the others beside it from its start to its end.</summary>
internal sealed class MixedLoop : ILoadLoop
{
    private readonly ILoadLoop _first;
    private readonly ConnectionTurns _turns;
    private readonly TimeSpan _limit;
    private readonly FirstFailures _failures = new();
    private readonly List<ThreadHistogram> _times = [];
    private readonly List<Flow> _flows = [];
    private readonly List<Task> _running = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _abandoned;

    /// <param name="first">Drives the first part.</param>
    /// <param name="others">The other parts.</param>
    /// <param name="connections">Flows that share connections are dealt out to them in turn.</param>
    /// <param name="turns">Whose turn it is on each.</param>
    /// <param name="limit">Of an exchange.</param>
    /// <param name="abandoned">Gives the trial up.</param>
    public MixedLoop(
        ILoadLoop first,
        IEnumerable<MixedPart> others,
        ConnectionSet connections,
        ConnectionTurns turns,
        TimeSpan limit,
        CancellationToken abandoned)
    {
        (_first, _turns, _limit, _abandoned) = (first, turns, limit, abandoned);
        foreach (var part in others)
        {
            var times = new ThreadHistogram();
            _times.Add(times);
            for (var i = 0; i < part.Flows; i++)
            {
                var slot = connections.Slots[_flows.Count % connections.Slots.Count];
                _flows.Add(new Flow(part, slot, turns, first.Window, times, _failures));
            }
        }
    }

    public LoadProgress Progress => _first.Progress;

    public LoadWindow Window => _first.Window;

    public void Start()
    {
        _running.AddRange(_flows.Select(flow => Task.Run(() => flow.RunAsync(_limit, _stop.Token, _abandoned))));
        _first.Start();
    }

    public Task SettleAsync(TimeSpan limit, CancellationToken cancellationToken) => _first.SettleAsync(limit, cancellationToken);

    public void Open(TimeSpan duration) => _first.Open(duration);

    public async Task StopAsync(TimeSpan drain)
    {
        // The first part ends beside the others, as it began: its last exchanges are no faster than those before.
        await _first.StopAsync(drain).ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running).WaitAsync(drain + _limit + ClosedLoop.Scheduling).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
    }

    public Measurement Report(Measurement measurement)
    {
        var reported = _first.Report(measurement);
        if (_flows.Count == 0)
        {
            return reported;
        }

        var rates = _flows.Select(flow => flow.Bytes / measurement.WindowSeconds).ToList();
        var figures = new Dictionary<string, double>
        {
            [MixedFigures.Goodput.Key] = rates.Sum(),
            [MixedFigures.Least.Key] = rates.Min(),
            [MixedFigures.Failed.Key] = _flows.Sum(flow => flow.Failed),
        };
        if (MixedFigures.Jain(rates) is { } fairness)
        {
            figures[MixedFigures.Fairness.Key] = fairness;
        }

        return reported with
        {
            Figures = figures,
            FirstFailure = reported.FirstFailure ?? _failures.First,
            Failures = reported.Failures ?? _failures.Examples,
            Times = _times.Zip(MixedFigures.Times, (histogram, time) => (time.Key, Histogram: histogram.Sum()))
                .Where(one => one.Histogram.Count > 0)
                .ToDictionary(one => one.Key, one => HistogramText.Encode(one.Histogram)),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _first.DisposeAsync().ConfigureAwait(false);
        _turns.Dispose();
        _stop.Dispose();
    }
}
