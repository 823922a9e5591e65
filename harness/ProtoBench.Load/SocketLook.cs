using ProtoBench.Load.Children;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Load;

/// <summary>
/// Looks at the sockets of both sides in the warm-up and again when nothing is in flight any more. The first look is early in the warm-up,
/// so that what the runtime compiles for it is done before the window.
/// </summary>
internal sealed class SocketLook : IDisposable
{
    private readonly CancellationTokenSource _warm = new();
    private readonly SocketCensus? _census;
    private readonly Task<SocketSnapshot?> _loaded;

    /// <param name="order">The trial's; a load of its kind is running.</param>
    public SocketLook(DriveOrder order)
    {
        _census = TrialCensus.Of(order);
        _loaded = LookAsync(order.WarmUp.Minimum / 2);
    }

    /// <summary>The warm-up is over: what has not been looked at by now is looked at at once.</summary>
    public async Task WarmAsync()
    {
        await _warm.CancelAsync().ConfigureAwait(false);
        await _loaded.ConfigureAwait(false);
    }

    /// <summary>Both looks, the second one now; null where the arm has no TCP sockets.</summary>
    public async Task<SocketSnapshots?> FinishAsync() =>
        await _loaded.ConfigureAwait(false) is { } loaded ? new SocketSnapshots(loaded, _census!.Look()) : null;

    public void Dispose()
    {
        // The look that waits ends with the trial it belongs to.
        _warm.Cancel();
        _warm.Dispose();
    }

    private async Task<SocketSnapshot?> LookAsync(TimeSpan after)
    {
        if (_census is null)
        {
            return null;
        }

        await Task.Delay(after, _warm.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _census.Look();
    }
}
