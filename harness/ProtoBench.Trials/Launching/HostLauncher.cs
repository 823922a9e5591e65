using ProtoBench.Machine;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Hosts;

namespace ProtoBench.Trials.Launching;

/// <summary>Starts the sides of trials on hosts.</summary>
internal sealed class HostLauncher : ILauncher
{
    private readonly HostPlan _plan;
    private readonly IHostShell _shell;
    private readonly IReadOnlyList<RemoteHost> _hosts;
    private readonly IdleProcessors _idle;

    /// <param name="plan">Which hosts.</param>
    /// <param name="shell">Reaches them. Disposed together with this.</param>
    /// <param name="idle">What the sides are going to do about idle processors there.</param>
    public HostLauncher(HostPlan plan, IHostShell shell, IdleProcessors idle = IdleProcessors.Poll)
    {
        (_plan, _shell, _idle) = (plan, shell, idle);
        _hosts = [.. plan.All.Select(host => new RemoteHost(host, shell))];
    }

    public bool IsLocal => false;

    public LastLooks Looks { get; } = new();

    /// <summary>All of them, each once, the server's first.</summary>
    public IReadOnlyList<RemoteHost> Hosts => _hosts;

    public Place Server => Of(_plan.Server.Name).Place;

    public Place Client => Clients[0];

    public IReadOnlyList<Place> Clients =>
        [.. _plan.Clients.Where(client => !Without.Contains(client.Name)).Select(client => Of(client.Name).Place)];

    public IReadOnlyList<string> Without { get; private set; } = [];

    IReadOnlyList<RunHost>? ILauncher.Hosts =>
    [
        .. _hosts.Where(host => host.Machine is not null).Select(host => new RunHost(
            host.Name,
            RoleOf(host.Name),
            _idle is IdleProcessors.Poll ? host.Machine! : host.Machine! with { Idle = Fingerprint.IdleHalts },
            host.Before)),
    ];

    public Task ReadyAsync(string? executable, CancellationToken cancellationToken) =>
        Task.WhenAll(
            _hosts.Where(host => !Without.Contains(host.Name)).Select(host => host.ReadyAsync(executable, cancellationToken)));

    public string? WhyNot(string host, string? executable, Arm arm) => Of(host).Can(executable)?.WhyNot(arm.Protocol, arm.Backend);

    public async Task<bool> LeaveOutLostAsync(CancellationToken cancellationToken)
    {
        Without = [];
        if (_plan.Launcher is LauncherKind.Slurm)
        {
            // An allocation is of all its nodes, or of none.
            return false;
        }

        var reached = await Task.WhenAll(_hosts.Select(host => IsReachedAsync(host, cancellationToken))).ConfigureAwait(false);
        var lost = _hosts.Where((_, number) => !reached[number]).Select(host => host.Name).ToList();
        if (lost.Contains(_plan.Server.Name) || _plan.Clients.All(client => lost.Contains(client.Name)))
        {
            return false;
        }

        Without = lost;
        return true;
    }

    // A side that has a host of its own has all of its processors.
    public ProcessorSplit Processors(Pinning pinning) => _plan.OnOneHost
        ? ProcessorSplit.Of(pinning, ProcessorSplit.ParseList(Of(_plan.Server.Name).Facts.Processors))
        : new ProcessorSplit(null, null);

    public Launch Launch(Place place, ChildCommand command) => Of(place.Host!).Launch(command);

    public async ValueTask DisposeAsync()
    {
        await _shell.DisposeAsync().ConfigureAwait(false);
        Looks.Dispose();
    }

    private static async Task<bool> IsReachedAsync(RemoteHost host, CancellationToken cancellationToken)
    {
        try
        {
            await host.ReadyAsync(executable: null, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TrialFailedException)
        {
            return false;
        }
    }

    private string RoleOf(string name)
    {
        var number = _plan.Clients.Select(client => client.Name).ToList().IndexOf(name);
        return name == _plan.Server.Name ? number < 0 ? "server" : "server and client"
            : number == 0 ? "client"
            : $"client {number + 1}";
    }

    private RemoteHost Of(string name) => _hosts.First(host => host.Name == name);
}
