using ProtoBench.Machine;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Hosts;
using ProtoBench.Trials;
using ProtoBench.Trials.Launching;
using ProtoBench.Trials.Servers;
using Xunit;
using Xunit.Abstractions;

namespace ProtoBench.Tests.Trials.Launching;

/// <summary>
/// What a server uses of its processor on a host is what it uses here over the same kind of network: sides of this machine in the network
/// namespaces of two hosts of the rig. Loopback is another network: a packet between hosts goes through two interfaces and a bridge, in the
/// time of who sends it.
/// </summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class HostCostTests(ITestOutputHelper output)
{
    // Of processor time an exchange, the least of up to four turns each: what else the machine does only adds.
    private const double MostDifferent = 1.2;
    private const int Turns = 4;

    private static readonly Dictionary<int, int> Apart = new() { [1] = 0, [2] = 1 };

    [RigFact]
    public async Task A_server_on_a_host_uses_what_it_uses_here_over_the_same_kind_of_network()
    {
        using var rig = HostRig.StartOn(Apart);
        await using var hosts = new HostLauncher(
            new HostPlan(LauncherKind.Ssh, new Host("h1"), [new Host("h2")]), new SshShell(rig.Ssh));
        await using var here = new Here(rig);
        var (enterServer, enterClient) = (rig.EnterNetwork(1), rig.EnterNetwork(2));
        foreach (var protocol in new[] { "tcp", "http1", "http3" })
        {
            var (far, near) = (double.MaxValue, double.MaxValue);
            for (var turn = 0; turn < Turns && (turn == 0 || far / near is < 1 / MostDifferent or > MostDifferent); turn++)
            {
                far = Math.Min(far, await CostAsync(protocol, hosts, [], []));
                near = Math.Min(near, await CostAsync(protocol, here, enterServer, enterClient));
            }

            var text = $"{protocol}: {far * 1e6:0.0} µs of processor time an exchange on a host, {near * 1e6:0.0} µs here";
            output.WriteLine(text);
            Assert.True(far / near is > 1 / MostDifferent and < MostDifferent, text);
        }
    }

    private static async Task<double> CostAsync(
        string protocol, ILauncher launcher, IReadOnlyList<string> enterServer, IReadOnlyList<string> enterClient)
    {
        // Warm: what compilers still do in the window is not the same twice. Sides on hosts keep their processors awake themselves.
        var scenario = TrialPlans.Echo(protocol, TimeSpan.FromSeconds(1)) with
        {
            Timeout = TimeSpan.FromSeconds(1),
            WarmUp = new WarmUp { Minimum = TimeSpan.FromSeconds(1), Maximum = TimeSpan.FromSeconds(3) },
        };
        using var awake = launcher.IsLocal ? PollingProcessors.TryHold(scenario.Idle) : null;
        using var folder = new TemporaryFolder();
        var plan = TrialPlans.Of(scenario);
        var runner = new TrialRunner(scenario, folder.Path, new SideServers(scenario), launcher: launcher)
        {
            EnterServer = enterServer,
            EnterClient = enterClient,
        };
        var result = await runner.RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None).WaitAsync(Patience.LongLimit);
        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons));
        return result.Server!.CpuSeconds / result.Measurement!.Outcomes.Completed;
    }

    /// <summary>This machine, with the address and the processors of two hosts.</summary>
    private sealed class Here(HostRig rig) : ILauncher
    {
        public bool IsLocal => true;

        public Place Server { get; } = new(Address: rig.Address(1));

        public Place Client { get; } = new();

        public Task ReadyAsync(string? executable, CancellationToken cancellationToken) => Task.CompletedTask;

        public ProcessorSplit Processors(Pinning pinning) => new($"{Apart[1]}", $"{Apart[2]}");

        public Launch Launch(Place place, ChildCommand command) => LocalLauncher.Instance.Launch(place, command);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
