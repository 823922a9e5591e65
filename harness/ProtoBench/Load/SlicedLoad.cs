using ProtoBench.Measurements;
using ProtoBench.Protocols;
using ProtoBench.Scenarios;
using ProtoBench.Trials.Children;

namespace ProtoBench.Load;

/// <summary>
/// A client's work when it shares the machine with another one in turns: idle, then driving for one slice, then idle again, on connections that stay
/// open. Each slice begins with a lead-in that is not recorded, so that neither caches nor an idle server's wake-up are measured, and it is over
/// only when nothing is in flight; the time between slices therefore is nobody's latency. An exchange belongs to the slice it started in.
/// </summary>
internal sealed class SlicedLoad
{
    // A hundred exchanges of a fast protocol: enough for processor caches and for both processes to be awake.
    private static readonly TimeSpan LeadIn = TimeSpan.FromMilliseconds(5);

    private readonly DriveOrder _order;
    private readonly ConnectionSet _connections;
    private readonly LaneSet _lanes;
    private readonly LatencyHistogram _pacing = new();
    private WarmUpOutcome _warmUp = new(0, false);
    private long _firstSlice;
    private long _completed;
    private long _due;
    private double _seconds;
    private int _longestBacklog;
    private ulong _slices;

    /// <exception cref="NotSupportedException">The workload is a bulk transfer, whose stream cannot be cut into slices.</exception>
    public SlicedLoad(DriveOrder order, ConnectionSet connections, CancellationToken abandoned)
    {
        var (workload, load) = (order.Cell.Workload, order.Cell.Load);
        if (workload.Kind != WorkloadKind.Exchange)
        {
            throw new NotSupportedException("only exchanges can be driven in slices, a bulk transfer is one long stream");
        }

        (_order, _connections) = (order, connections);
        _lanes = new LaneSet(connections, load.InFlight, workload, IsOpen, abandoned);
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
        var before = _lanes.Completed;
        var loop = CreateLoop();
        await using (loop.ConfigureAwait(false))
        {
            loop.Start();
            _warmUp = await WarmUpPhase.RunAsync(() => loop.Progress, _order.WarmUp, cancellationToken).ConfigureAwait(false);
            await loop.StopAsync(_order.Timeout).ConfigureAwait(false);
        }

        return new WarmedUp(_warmUp, (_lanes.Completed - before) / Math.Max(_warmUp.Seconds, 1e-3));
    }

    /// <summary>Drives for the lead-in and the slice, records the slice, and returns when nothing is in flight.</summary>
    public async Task<SliceDone> RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        _lanes.Window.Reset();
        var before = _lanes.CompletedInWindow;
        var loop = CreateLoop();
        await using (loop.ConfigureAwait(false))
        {
            loop.Start();
            await Task.Delay(LeadIn, cancellationToken).ConfigureAwait(false);
            _lanes.Window.Open(duration);
            await TrialLoad.WindowEndAsync(_lanes.Window, cancellationToken).ConfigureAwait(false);
            await loop.StopAsync(_order.Timeout).ConfigureAwait(false);
            if (loop is OpenLoop open)
            {
                _pacing.Add(open.Pacing);
                _due += open.Due;
                _longestBacklog = Math.Max(_longestBacklog, open.LongestBacklog);
            }
        }

        var slice = new SliceDone(_lanes.CompletedInWindow - before, (_lanes.Window.End - _lanes.Window.Start) / 1e9);
        _firstSlice = _slices++ == 0 ? _lanes.Window.Start : _firstSlice;
        _completed += slice.Completed;
        _seconds += slice.Seconds;
        return slice;
    }

    /// <summary>All slices together, as if they had been one window. Processor use is not in it: it cannot be cut to the slices.</summary>
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
                FirstFailure = _lanes.FirstFailure,
                OfferedRate = IsOpen ? _due / _seconds : null,
                AchievedRate = _completed / _seconds,
                LongestBacklog = IsOpen ? _longestBacklog : null,
                LateReplies = _connections.LateReplies,
                Reopened = _connections.Reopened,
            },
            Usage: null);
    }

    // A loop of its own for every slice: loops end for good, lanes and their recorders live on.
    private ILoadLoop CreateLoop()
    {
        if (!IsOpen)
        {
            return new ClosedLoop(_lanes, _order.Timeout);
        }

        var rate = _order.Cell.Load.Rate ?? throw new InvalidOperationException("an open loop needs a rate");
        return new OpenLoop(_lanes, new ArrivalSchedule(_order.Cell.Load.Arrivals, rate, _order.Seed + _slices), _order.Timeout);
    }
}
