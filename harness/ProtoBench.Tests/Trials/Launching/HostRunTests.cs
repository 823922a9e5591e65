using System.Text.Json;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Tests.Commands;
using Xunit;

namespace ProtoBench.Tests.Trials.Launching;

/// <summary>Runs over hosts through the command line, as a new user would.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Hosts)]
public sealed class HostRunTests
{
    /// <summary>Two protocols that do all of it, and one that stays on one host.</summary>
    internal const string Scenario = """
        title: What goes over the network?
        protocols: [tcp, http3, unix]
        workloads:
          echo: {}
          send: { kind: upload, message: 256 KiB }
          events: { kind: push, loads: [{ open: 50/s }] }
        trials: 1
        duration: 400 ms
        warm-up: 200 ms
        design: separate
        network: rig
        """;

    [RigFact]
    public async Task Exchanges_uploads_and_push_over_two_hosts_are_valid_trials_with_their_hosts_and_network()
    {
        using var rig = HostRig.Start();
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("net.yaml"), Scenario);

        // The hosts have what http3 needs. That this machine has not, and h3, must not matter to them.
        var lacking = new Dictionary<string, string>(rig.Environment) { ["LD_LIBRARY_PATH"] = WithoutQuic(folder) };
        rig.In(3, ": >/run/none; for file in /usr/lib/*/libngtcp2.so.*; do mount --bind /run/none $file; done");
        using var run = await ProtobenchProcess.RunAsync(
            folder.Path, lacking, "run", "net.yaml", "--hosts", $"h1={rig.Address(1)}:20000-20019,h2", "-o", "over", "--json");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        var stored = RunFolder.Open(folder.File("over")).Read();
        Assert.Equal(6, stored.Trials.Count);
        Assert.All(stored.Plan.Cells, cell => Assert.Contains("/rig/", cell.Id, StringComparison.Ordinal));
        Assert.All(
            stored.Plan.Cells.Where(cell => cell.Arm.Label == "unix"),
            cell => Assert.Contains("server and client run on different hosts", cell.NotApplicable, StringComparison.Ordinal));
        Assert.Equal([("h1", "server"), ("h2", "client")], stored.Hosts!.Select(host => (host.Name, host.Role)));
        using var polling = PollingProcessors.TryHold();
        var canPoll = polling is not null;
        Assert.All(
            stored.Hosts!, host => Assert.Equal(canPoll ? Fingerprint.IdleAwake : Fingerprint.IdleHalts, host.Fingerprint.Idle));
        foreach (var trial in stored.Trials)
        {
            Assert.True(trial.Status == TrialStatus.Succeeded, $"{trial.CellId}: {string.Join("; ", trial.Reasons)}");
            Assert.True(trial is { Server.CpuSeconds: > 0, Client.CpuSeconds: > 0, Hosts: { Server.Host: "h1", Client.Host: "h2" } });
            Assert.Equal(["h1", "h2"], trial.HostMachines!.Select(host => host.Host).Order(StringComparer.Ordinal));
            Assert.All(trial.HostMachines!, host => Assert.True(host.State is { OtherShare: >= 0, StolenShare: >= 0 }));
            Assert.All(trial.HostMachines!, host => Assert.Equal(canPoll, host.Awake));
            var path = Assert.Single(trial.Paths!);
            Assert.Equal(("h2", "h1", null), (path.From, path.To, path.WhyNot));
            Assert.All(
                new[] { path.Before!, path.After! },
                look => Assert.True(look is { RoundTripMicroseconds: > 0, DownBytesPerSecond: > 1e6, UpBytesPerSecond: > 1e6, Mtu: 1500 }));
        }

        // The look behind one trial is that before the next, while it is fresh.
        Assert.Null(stored.Trials[0].Paths![0].BeforeAge);
        Assert.All(
            stored.Trials.Zip(stored.Trials.Skip(1)),
            next => Assert.True(next.Second.Paths![0] is { BeforeAge: null } || next.Second.Paths[0].Before == next.First.Paths![0].After));
        var document = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(("rig", "h1"), (
            document.GetProperty("network").GetString(), document.GetProperty("hosts")[0].GetProperty("name").GetString()));
        var page = await File.ReadAllTextAsync(folder.File("over/report.html"));
        Assert.Contains("Machine and software of the server, h1", page, StringComparison.Ordinal);
        Assert.Contains("Network between the hosts", page, StringComparison.Ordinal);

        // The same on other hosts, held against it: said before anything is judged. One of them cannot run everything, and something else
        // runs there that takes what nobody wants.
        rig.In(3, "nice -n 19 sh -c 'while :; do :; done' >/dev/null 2>&1 &");
        using var again = await ProtobenchProcess.RunAsync(
            folder.Path,
            rig.Environment,
            "run", "net.yaml", "--hosts", "h1,h3", "--set", "network=cable", "--filter", "echo/tcp/*", "--filter", "echo/http3/*",
            "-o", "other");
        using var compared = await ProtobenchProcess.RunAsync(folder.Path, "compare", "over", "other");

        Assert.Contains("host of the client: h2 → h3", compared.Output, StringComparison.Ordinal);
        Assert.Contains("network: rig → cable", compared.Output, StringComparison.Ordinal);
        Assert.Contains("warning: h3 was busy: ", again.Error, StringComparison.Ordinal);
        Assert.Contains("h3 was busy: ", again.Output, StringComparison.Ordinal);
        var other = RunFolder.Open(folder.File("other")).Read();
        Assert.Equal([null, "http3"], other.Plan.Cells.Select(cell => cell.Unsupported is null ? null : cell.Arm.Label));
        Assert.StartsWith("the build on h3 cannot run http3: ", other.Plan.Cells[1].Unsupported, StringComparison.Ordinal);
        Assert.Equal("echo/tcp/cable/closed-1", Assert.Single(other.Trials).CellId);
    }

    // What is found first under a name is what is loaded (ld.so(8)), and nothing can be loaded from these.
    private static string WithoutQuic(TemporaryFolder folder)
    {
        Directory.CreateDirectory(folder.File("none"));
        foreach (var version in new[] { 9, 16 })
        {
            File.WriteAllText(folder.File($"none/libngtcp2.so.{version}"), "");
        }

        return folder.File("none");
    }

    [RigFact]
    public async Task Three_clients_on_two_hosts_measure_in_one_window_and_their_counts_add_up()
    {
        using var rig = HostRig.Start();
        using var folder = new TemporaryFolder();

        using var run = await ProtobenchProcess.RunAsync(
            folder.Path,
            rig.Environment,
            "quick",
            "--hosts", "h1,h2,h3",
            "--set", "protocols=[{ protocol: tcp, client-processes: 3 }]",
            "--set", "loads=[{ open: 301/s, in-flight: 6 }]",
            "--trials", "1",
            "--duration", "1s",
            "-o", "three");

        var trial = Assert.Single(RunFolder.Open(folder.File("three")).Read().Trials);
        Assert.True(trial.Status == TrialStatus.Succeeded, string.Join("; ", trial.Reasons.Concat(trial.Notes)) + run.Error);
        AddsUp(trial);
        Assert.Equal(["h2", "h3"], trial.Paths!.Select(path => path.From));
        Assert.Equal("3, on h2 (2), h3", trial.Facts!.More["client processes"]);
        Assert.Contains(trial.Notes, note => note.Contains("301/s was divided as 101 + 100 + 100", StringComparison.Ordinal));
        await DividedHosts.AddUpAsync(rig, folder);
    }

    /// <summary>Three clients on h2 and h3 measured in one window of a second, and together what the trial says.</summary>
    internal static void AddsUp(TrialResult trial)
    {
        var parts = trial.ClientParts!;
        Assert.Equal(["h2", "h3", "h2"], parts.Select(part => part.Host));
        Assert.Equal(trial.Measurement!.Outcomes.Completed, parts.Sum(part => part.Outcomes.Completed));
        var all = new LatencyHistogram();
        foreach (var part in parts)
        {
            all.Add(HistogramText.Decode(part.Response!));
        }

        Assert.Equal(all.Buckets(), HistogramText.Decode(trial.Measurement.Response!).Buckets());

        // Their clocks are 100,000 s apart; common in one window to within a twentieth of it.
        Assert.All(parts, part => Assert.InRange(part.OpenedMilliseconds, -50, 50));
    }
}
