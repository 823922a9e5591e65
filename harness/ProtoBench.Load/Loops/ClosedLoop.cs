using ProtoBench.Contract;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Loops;

/// <summary>Keeps a fixed number of exchanges in flight: each lane starts its next exchange when the last one ends.</summary>
internal sealed class ClosedLoop(LaneSet lanes, TimeSpan timeout) : ILoadLoop
{
    /// <summary>
    /// What lanes get on top of their time limits to be told of their end. A busy machine gives more, because a thread waits for its turn
    /// there.
    /// </summary>
    internal static readonly TimeSpan Scheduling = TimeSpan.FromSeconds(2);

    // A lane whose connections break is not about nanoseconds, and a thread for each of them would be its load.
    private const int MostAlone = 3;

    private readonly LaneWatchdog _watchdog = new(lanes, timeout);
    private readonly List<Task> _running = [];
    private readonly CancellationTokenSource _thinking = new();
    private bool _stopping;

    public LoadProgress Progress => new(lanes.Completed, lanes.Completed);

    public LoadWindow Window => lanes.Window;

    public void Start()
    {
        foreach (var lane in lanes.Lanes)
        {
            _running.Add(lane.Slot.Connection is IBlockingConnection && !lanes.Fresh
                ? Task.Factory
                    .StartNew(() => RunBlocking(lane), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                : Task.Run(() => RunAsync(lane)));
        }
    }

    public async Task StopAsync(TimeSpan drain)
    {
        Volatile.Write(ref _stopping, true);
        await _thinking.CancelAsync().ConfigureAwait(false);

        // Yielding, because the last lane may end on a thread that the caller is about to stop.
        var limit = drain + timeout + MachineLoad.Read().Stretch(Scheduling);
        await Task.WhenAll(_running).WaitAsync(limit).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
    }

    public Measurement Report(Measurement measurement)
    {
        var recorded = lanes.Recorders.Merge();
        return ClosedReport.Of(measurement, recorded, lanes.Kept) with
        {
            Opened = lanes.Opened?.Report(),
            Answers = recorded.Answers,
            AchievedRate = lanes.CompletedInWindow / measurement.WindowSeconds,
        };
    }

    public ValueTask DisposeAsync()
    {
        Volatile.Write(ref _stopping, true);
        _thinking.Cancel();
        _watchdog.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task RunAsync(Lane lane)
    {
        while (!Volatile.Read(ref _stopping))
        {
            await lanes.ExchangeAsync(lane, intended: null).ConfigureAwait(false);
            if (lanes.Think is { } think)
            {
                // Timers of .NET count whole milliseconds, so a think time is up to one longer. Its end with the loop is no failure.
                await Task.Delay(think, _thinking.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void RunBlocking(Lane lane)
    {
        for (var connections = 1; !Volatile.Read(ref _stopping); connections++)
        {
            var connection = (IBlockingConnection)lane.Slot.Connection;
            FailedExchange? failed = null;
            if (lanes.Think is null && connections <= MostAlone)
            {
                // The watchdog tells it.
                using var overdue = lane.Limit.UnsafeRegister(static waiting => ((IBlockingConnection)waiting!).GiveUp(), connection);
                connection.RunAlone(() => failed = ExchangeUntilOneFails(lane, connection));
            }
            else
            {
                failed = ExchangeUntilOneFails(lane, connection);
            }

            if (failed is { } last)
            {
                lanes.FailBlocking(lane, connection, last);
            }
        }
    }

    /// <returns>The last one, which failed; null: the load ends.</returns>
    private FailedExchange? ExchangeUntilOneFails(Lane lane, IBlockingConnection connection)
    {
        while (!Volatile.Read(ref _stopping))
        {
            if (lanes.ExchangeBlocking(lane, connection) is { } failed)
            {
                return failed;
            }

            if (lanes.Think is { } think)
            {
                _thinking.Token.WaitHandle.WaitOne(think);
            }
        }

        return null;
    }
}
