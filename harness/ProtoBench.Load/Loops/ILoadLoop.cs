using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Loops;

/// <summary>
/// Something that keeps a server busy from <see cref="Start"/> until it is stopped, recording what falls into its window.
/// </summary>
internal interface ILoadLoop : IAsyncDisposable
{
    /// <summary>Progress since the start: what the warm-up watches.</summary>
    LoadProgress Progress { get; }

    LoadWindow Window { get; }

    /// <summary>
    /// Payload as it moves, where that and not exchanges is measured: what this side received, or of an upload what it sent. Null
    /// otherwise.
    /// </summary>
    TransferMeter? Meter => null;

    void Start();

    /// <summary>
    /// Goes on until the load has warmed up. By default that is when its rate is steady and both compilers are quiet.
    /// </summary>
    Task<WarmUpOutcome> WarmUpAsync(WarmUp bounds, IServerCompiler server, CancellationToken cancellationToken) =>
        WarmUpPhase.RunAsync(() => Progress, bounds, server, cancellationToken);

    /// <summary>
    /// Between warm-up and window: rids the load of what the warm-up left behind, where that would be part of the window's times. By
    /// default nothing is.
    /// </summary>
    /// <param name="limit">An exchange takes no longer.</param>
    /// <param name="cancellationToken">Gives the trial up.</param>
    Task SettleAsync(TimeSpan limit, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// All clients of one server are to open their windows at this instant; one that hears of it late opens its own later. Before
    /// <see cref="Open(TimeSpan, long)"/>, and only where there are several. By default it means nothing.
    /// </summary>
    void Agree(long at)
    {
    }

    /// <summary>Opens the window, now or a little later.</summary>
    void Open(TimeSpan duration) => Window.Open(duration);

    /// <summary>Opens it at an instant that is still to come, as several clients of one server do together.</summary>
    void Open(TimeSpan duration, long at) => Window.Open(duration, at);

    /// <summary>Starts nothing more and completes when everything in flight has ended or <paramref name="drain"/> is over.</summary>
    Task StopAsync(TimeSpan drain);

    /// <summary>Adds what this loop recorded to <paramref name="measurement"/>. Only after <see cref="StopAsync"/>.</summary>
    Measurement Report(Measurement measurement);

    /// <summary>Adds to what connections tell what only the loop has seen of them. Only after <see cref="StopAsync"/>.</summary>
    ConnectionFacts Learn(ConnectionFacts facts) => facts;

    /// <summary>What the client used inside the window: by default what this process did. Only after <see cref="Report"/>.</summary>
    ProcessUsage Charge(ProcessUsage own) => own;
}
