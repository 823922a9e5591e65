using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Machine.Sockets;

namespace ProtoBench.Load.Children;

/// <summary>
/// Counts the TCP sockets of both sides around a window. A server on another host is asked for its own, which takes a round trip: before
/// and behind the window, never in it.
/// </summary>
/// <param name="order">The client's.</param>
internal sealed class SocketsAround(DriveOrder order)
{
    private readonly SocketCensus? _census = TrialCensus.Of(order);
    private SocketCounts? _asked;

    /// <summary>Has the next <see cref="Take"/> know of a server on another host. Nothing is asked where it is on this one, and
    /// where several clients are on theirs, because nobody could put their counts together.</summary>
    /// <param name="control">Passes the question on.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task AskAsync(IServerControl? control, CancellationToken cancellationToken)
    {
        if (order is { ServerLooks: true, Together: null } && _census is not null && control is not null)
        {
            var seen = await control.LookAsync(sockets: true, cancellationToken).ConfigureAwait(false);
            _asked = seen.Sockets is { } sockets ? SocketCounts.Of(sockets) : null;
        }
    }

    /// <summary>When it counted, and what: each side null where it cannot be seen, or has no sockets of TCP.</summary>
    public (long At, SocketCounts? Client, SocketCounts? Server) Take()
    {
        var (client, server) = _census?.Take() ?? default;
        return (LoadClock.Now, client, server ?? _asked);
    }
}
