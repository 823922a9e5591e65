using ProtoBench.Tests.Commands;
using Xunit;

namespace ProtoBench.Tests.Trials.Launching;

/// <summary>What can be reached on a host while trials run there.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Hosts)]
public sealed class HostListenerTests
{
    private const string Scenario = """
        title: Who listens?
        protocols: [tcp, http1, http3]
        workloads: { echo: {} }
        trials: 1
        duration: 600 ms
        warm-up: 200 ms
        design: separate
        network: rig
        """;

    [RigFact]
    public async Task Nothing_listens_on_a_host_but_at_the_data_address_and_in_the_ports_that_were_named()
    {
        using var rig = HostRig.Start();
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("s.yaml"), Scenario);
        var before = new[] { 1, 2 }.ToDictionary(host => host, host => Listeners(rig, host));

        using var run = ProtobenchProcess.Start(
            folder.Path, rig.Environment, "run", "s.yaml", "--hosts", $"h1={rig.Address(1)}:20000-20019,h2", "-o", "out");
        var ended = run.EndAsync();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!ended.IsCompleted)
        {
            foreach (var (host, known) in before)
            {
                seen.UnionWith(Listeners(rig, host).Except(known, StringComparer.Ordinal).Select(at => $"h{host} {at}"));
            }

            await Task.WhenAny(ended, Task.Delay(20));
        }

        await ended;

        // 4: on a busy machine not every trial counts.
        Assert.True(run.ExitCode is 0 or 4, run.Output + run.Error);
        Assert.NotEmpty(seen);
        Assert.All(seen, at => Assert.Matches($"^h1 {rig.Address(1).Replace(".", "[.]", StringComparison.Ordinal)}:200[01][0-9]$", at));
    }

    // ss(8): protocol, state, two queues, the address and port here, and those of the peer. Of UDP those without a peer.
    private static HashSet<string> Listeners(HostRig rig, int host) =>
    [
        .. rig.In(host, "ss -Hltun").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4]),
    ];
}
