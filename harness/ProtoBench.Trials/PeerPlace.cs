using ProtoBench.Links.Serving;
using ProtoBench.Load.Children;
using ProtoBench.Machine;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Trials;

/// <summary>Where and as what the two sides of a trial run.</summary>
/// <param name="Runtime">Settings of .NET, for both.</param>
/// <param name="Processors">On which processors each may run.</param>
/// <param name="Link">The emulated link between them; null: loopback.</param>
/// <param name="Logs">Start of the paths of their logs, which end in <c>server.log</c> and <c>client.log</c>.</param>
/// <param name="Build">The build both must be of.</param>
/// <param name="Executable">The command of another build whose peers are to play; null: this one's.</param>
internal sealed record PeerPlace(
    RuntimeSettings Runtime, ProcessorSplit Processors, LinkMessage? Link, string Logs, OneBuild Build, string? Executable = null)
{
    /// <summary>Starts them. Default: on this machine.</summary>
    public ILauncher Launcher { get; init; } = LocalLauncher.Instance;

    /// <summary>After which a side on another host is ended there, whatever became of who started it.</summary>
    public required TimeSpan Lifetime { get; init; }

    /// <summary>Command prefix of the server beside the link's; default: none.</summary>
    public IReadOnlyList<string> EnterServer { get; init; } = [];

    /// <summary>The same of the client.</summary>
    public IReadOnlyList<string> EnterClient { get; init; } = [];

    /// <summary>
    /// Do the sides get signs of life, so that each learns of the other's silence? On other hosts always. Default: no; on this machine a
    /// process that ends closes its streams, and one that a debugger holds is not dead.
    /// </summary>
    public bool Beats { get; init; }

    /// <summary>Ports that servers may take; null: any that is free. Default: those of the server's place.</summary>
    public ServerPorts? Ports
    {
        get => field ?? (Launcher.Server.Ports is { } range ? new ServerPorts(range.First, range.Last) : null);
        init;
    }

    public string ServerLog => Logs + "server.log";

    /// <summary>Where the server listens; null: loopback.</summary>
    public string? ServerAddress => Link?.ServerAddress ?? Launcher.Server.Address;

    /// <summary>What the sides do for the machines they run on; null: nothing, because that is this one.</summary>
    /// <param name="idle">What the scenario asks of idle processors.</param>
    public HostDuty? DutyFor(IdleProcessors idle) => Launcher.IsLocal ? null : new HostDuty(idle == IdleProcessors.Poll);

    /// <summary>More than a side can need, however busy its machine is.</summary>
    /// <param name="scenario">What it is asked to do.</param>
    /// <param name="arms">How many take turns with it.</param>
    public static TimeSpan LifetimeOf(Scenario scenario, int arms = 1) =>
        TimeSpan.FromMinutes(5) + (arms * (scenario.WarmUp.Maximum + scenario.Duration + (6 * scenario.Timeout)));

    /// <param name="life">Which of several that follow each other, from 1.</param>
    public ChildProcess StartServer(int life = 1) => ChildProcess.Start(
        Launcher,
        Launcher.Server,
        Command("serve", Processors.Server, Link?.EnterServer ?? EnterServer),
        life == 1 ? ServerLog : $"{Logs}server-{life}.log",
        Listened);

    /// <param name="number">Which of several, from 0.</param>
    public ChildProcess StartClient(int number = 0) => ChildProcess.Start(
        Launcher,
        ClientOf(number),
        Command("drive", Processors.Client, Link?.EnterClient ?? EnterClient),
        number == 0 ? Logs + "client.log" : $"{Logs}client-{number + 1}.log",
        Listened);

    /// <summary>Where a client runs.</summary>
    /// <param name="number">Which of several, from 0.</param>
    public Place ClientOf(int number) => Launcher.Clients[number % Launcher.Clients.Count];

    private bool Listened => Beats || !Launcher.IsLocal;

    private ChildCommand Command(string role, string? processors, IReadOnlyList<string> enter) =>
        new(role, Runtime, processors, enter, Lifetime, Executable);
}
