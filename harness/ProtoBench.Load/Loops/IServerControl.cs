namespace ProtoBench.Load.Loops;

/// <summary>What a load can ask of its server, or have done to it, while it runs. One request at a time.</summary>
internal interface IServerControl
{
    /// <summary>Has the server stop serving, and waits until it has. It goes on living, to say what it used.</summary>
    /// <param name="atOnce">Cut what runs, instead of ending as the protocol lets a server.</param>
    /// <param name="limit">What has not ended by then is cut.</param>
    /// <param name="cancellationToken">Gives the trial up.</param>
    Task<ServerDrain> DrainAsync(bool atOnce, TimeSpan limit, CancellationToken cancellationToken);

    /// <summary>Has the server killed and another one started at its address, and waits until that listens.</summary>
    /// <param name="down">From the kill until the next one may listen.</param>
    /// <param name="cancellationToken">Gives the trial up.</param>
    Task<ServerRestart> RestartAsync(TimeSpan down, CancellationToken cancellationToken);

    /// <summary>What the server sees of itself. Only where the order says that it looks, because its machine is another.</summary>
    /// <param name="sockets">Also its sockets of TCP?</param>
    /// <param name="cancellationToken">Gives the trial up.</param>
    Task<ServerSight> LookAsync(bool sockets, CancellationToken cancellationToken);
}

/// <summary>A server that was killed and the one that followed it, on the clock of this machine.</summary>
/// <param name="KilledAt">When it was killed (SIGKILL), in nanoseconds.</param>
/// <param name="ListeningAt">When the next one had come back from listening.</param>
/// <param name="AddressKept">Was the address, soon after the kill, kept from a server without SO_REUSEADDR, as by sockets in TIME_WAIT?
/// Null: that was not asked, or is no address of TCP.</param>
public sealed record ServerRestart(long KilledAt, long ListeningAt, bool? AddressKept = null);

/// <summary>How a server stopped serving, by its own clock.</summary>
/// <param name="From">When it began to stop, in nanoseconds.</param>
/// <param name="To">When its last connection had ended.</param>
/// <param name="InTime">Did all end before the limit?</param>
public sealed record ServerDrain(long From, long To, bool InTime);

/// <summary>A load that asks its server something, or does something to it; nobody else is given a control.</summary>
internal interface IControllingLoop : ILoadLoop
{
    /// <summary>Set before <see cref="ILoadLoop.Start"/>.</summary>
    IServerControl? Control { get; set; }
}
