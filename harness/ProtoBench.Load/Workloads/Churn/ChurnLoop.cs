using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Workloads.Churn;

/// <summary>Exchanges on connections that are opened and closed meanwhile; counts the sockets around the window, and not in it.</summary>
internal sealed class ChurnLoop(ILoadLoop exchanges, LaneSet lanes, ConnectionSet connections, DriveOrder order) : ILoadLoop
{
    private readonly SocketCensus? _census = TrialCensus.Of(order);

    private (SocketCounts? Client, SocketCounts? Server) _before;
    private (SocketCounts? Client, SocketCounts? Server) _after;

    public LoadProgress Progress => exchanges.Progress;

    public LoadWindow Window => exchanges.Window;

    public void Start() => exchanges.Start();

    public Task SettleAsync(TimeSpan limit, CancellationToken cancellationToken) => exchanges.SettleAsync(limit, cancellationToken);

    public void Open(TimeSpan duration)
    {
        _before = Count();
        exchanges.Open(duration);
    }

    public async Task StopAsync(TimeSpan drain)
    {
        await exchanges.StopAsync(drain).ConfigureAwait(false);
        _after = Count();
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

        return reported with
        {
            Openings = connections.Openings,
            Times = times,
            Figures = ChurnFigures.Of(
                (reported.Opened?.Count ?? 0) / measurement.WindowSeconds,
                measurement.WindowSeconds,
                _before,
                _after,
                SocketCensus.Ports()),
        };
    }

    public ValueTask DisposeAsync() => exchanges.DisposeAsync();

    private (SocketCounts? Client, SocketCounts? Server) Count() => _census?.Take() ?? default;
}
