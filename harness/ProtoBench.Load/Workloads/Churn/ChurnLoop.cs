using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Workloads.Churn;

/// <summary>Exchanges on connections that are opened and closed meanwhile; counts the sockets around the window, and not in it.</summary>
internal sealed class ChurnLoop(ILoadLoop exchanges, LaneSet lanes, ConnectionSet connections, DriveOrder order) : IControllingLoop
{
    private readonly SocketsAround _sockets = new(order);

    private (long At, SocketCounts? Client, SocketCounts? Server) _before;
    private (long At, SocketCounts? Client, SocketCounts? Server) _after;

    public LoadProgress Progress => exchanges.Progress;

    public LoadWindow Window => exchanges.Window;

    public IServerControl? Control { get; set; }

    public void Start() => exchanges.Start();

    public async Task SettleAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        await _sockets.AskAsync(Control, cancellationToken).ConfigureAwait(false);
        await exchanges.SettleAsync(limit, cancellationToken).ConfigureAwait(false);
    }

    public void Open(TimeSpan duration)
    {
        _before = _sockets.Take();
        exchanges.Open(duration);
    }

    public void Open(TimeSpan duration, long at)
    {
        _before = _sockets.Take();
        exchanges.Open(duration, at);
    }

    public async Task StopAsync(TimeSpan drain)
    {
        await exchanges.StopAsync(drain).ConfigureAwait(false);
        await _sockets.AskAsync(Control, CancellationToken.None).ConfigureAwait(false);
        _after = _sockets.Take();
    }

    public Measurement Report(Measurement measurement)
    {
        var reported = exchanges.Report(measurement);
        var opened = lanes.Opened ?? throw new InvalidOperationException("these lanes open no connections");
        var (answer, close) = opened.Times;
        var times = new Dictionary<string, string>();
        foreach (var (key, histogram) in new[] { (ChurnKind.FirstAnswer.Key, answer), (ChurnKind.CloseTime.Key, close) })
        {
            if (histogram.Count > 0)
            {
                times[key] = HistogramText.Encode(histogram);
            }
        }

        var perSecond = (reported.Opened?.Count ?? 0) / measurement.WindowSeconds;
        return reported with
        {
            Openings = connections.Openings,
            Times = times,
            Figures = order.Together is not null
                ? ChurnReadings.Of(perSecond, _before, _after, SocketCensus.Ports())
                : ChurnFigures.Of(
                    perSecond,
                    measurement.WindowSeconds,
                    (_before.Client, _before.Server),
                    (_after.Client, _after.Server),
                    SocketCensus.Ports()),
        };
    }

    public ValueTask DisposeAsync() => exchanges.DisposeAsync();
}
