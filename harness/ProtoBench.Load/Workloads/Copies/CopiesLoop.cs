using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Copies;

/// <summary>
/// The loop of the load point over exchanges in copies. It ends when no copy is in flight any more, so that none is left out.
/// </summary>
/// <param name="exchanges">Drives the lanes.</param>
/// <param name="exchange">What they send.</param>
/// <param name="connections">Theirs.</param>
/// <param name="limit">Of an exchange.</param>
internal sealed class CopiesLoop(ILoadLoop exchanges, CopiedExchange exchange, ConnectionSet connections, TimeSpan limit) : ILoadLoop
{
    private long? _late;

    public LoadProgress Progress => exchanges.Progress;

    public LoadWindow Window => exchanges.Window;

    public void Start()
    {
        exchange.Timer?.Start();
        exchanges.Start();
    }

    public Task SettleAsync(TimeSpan limit, CancellationToken cancellationToken) => exchanges.SettleAsync(limit, cancellationToken);

    public void Open(TimeSpan duration)
    {
        _late = connections.LateReplies;
        exchanges.Open(duration);
    }

    public async Task StopAsync(TimeSpan drain)
    {
        await exchanges.StopAsync(drain).ConfigureAwait(false);
        var deadline = LoadClock.Now + (long)(limit + MachineLoad.Read().Stretch(ClosedLoop.Scheduling)).TotalNanoseconds;
        while (exchange.Lanes.Any(lane => lane.InFlight > 0) && LoadClock.Now < deadline)
        {
            await Task.Delay(10).ConfigureAwait(false);
        }

        _late = connections.LateReplies - (_late ?? 0);
    }

    public Measurement Report(Measurement measurement) => exchanges.Report(measurement) with
    {
        Figures = CopyFigures.Of(
            exchange.Lanes.Aggregate(default(CopyCounts), (sum, lane) => sum + lane.Tally.Counts),
            exchange.Policy ?? new CopyPolicy { Most = 0 },
            exchange.Waits?.First,
            _late,
            exchange.Lanes.Sum(lane => lane.OwnConnections)),
    };

    public async ValueTask DisposeAsync()
    {
        await exchanges.DisposeAsync().ConfigureAwait(false);
        exchange.Timer?.Dispose();
    }
}
