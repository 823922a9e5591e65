using ProtoBench.Load.Workloads;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios.Hosts;
using ProtoBench.Reading.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

/// <summary>Hosts in a scenario file and on the command line: what they mean, and what is wrong with them.</summary>
public sealed class HostReadingTests
{
    [Fact]
    public void Hosts_are_names_or_names_with_an_address_and_ports()
    {
        var hosts = Read.Scenario(Read.Lines(
            "hosts: { server: { name: perf1, address: 10.0.0.1, ports: 20000-20099 }, clients: [me@perf2, 'perf3=[fd00::3]:4000-4009'] }"))
            .Hosts!;

        Assert.Equal(LauncherKind.Ssh, hosts.Launcher);
        Assert.Equal(new Host("perf1", "10.0.0.1", new PortRange(20000, 20099)), hosts.Server);
        Assert.Equal([new Host("me@perf2"), new Host("perf3", "fd00::3", new PortRange(4000, 4009))], hosts.Clients);
        Assert.False(hosts.OnOneHost);
    }

    [Fact]
    public void The_launcher_is_a_key_of_its_own() =>
        Assert.Equal(
            LauncherKind.Ssh, Read.Scenario(Read.Lines("hosts: { server: n1, clients: n2 }\nlauncher: ssh")).Hosts!.Launcher);

    [Fact]
    public void What_Slurm_is_asked_for_is_as_it_says_where_nothing_is_written()
    {
        var usual = Read.Scenario(Read.Lines("hosts: { server: n1, clients: n2 }\nlauncher: slurm")).Hosts!;
        var asked = Read.Scenario(Read.Lines(
            "hosts: { server: n1, clients: n2 }\nlauncher: slurm\n"
                + "slurm: { partition: bench, account: lab, time: 30 min, options: [--qos=high] }")).Hosts!.Slurm!;

        Assert.Equal((LauncherKind.Slurm, null), (usual.Launcher, usual.Slurm));
        Assert.Equal(("bench", "lab", TimeSpan.FromMinutes(30)), (asked.Partition, asked.Account, asked.Time));
        Assert.Equal(["--qos=high"], asked.Options);
    }

    [Theory]
    [InlineData("slurm: { partition: bench }", "'slurm' has no meaning without 'launcher'")]
    [InlineData("launcher: ssh\nslurm: { partition: bench }", "'slurm' has no meaning where ssh starts the sides")]
    [InlineData("launcher: slurm\nslurm: { options: [qos] }", "'qos' is no option of salloc")]
    [InlineData("launcher: slurm\nslurm: { time: 10 s }", "'time'")]
    public void What_Slurm_cannot_be_asked_for_is_told(string lines, string message) =>
        Assert.StartsWith(
            message,
            Assert.Single(Read.Lines($"hosts: {{ server: a, clients: b }}\n{lines}").Errors).Message,
            StringComparison.Ordinal);

    [Fact]
    public void The_network_between_them_has_a_name_of_its_own() => Assert.Equal(
        "rack-10g", Read.Scenario(Read.Lines("hosts: { server: n1, clients: n2 }\nnetwork: rack-10g")).Hosts!.Network);

    [Theory]
    [InlineData(null, 3)]
    [InlineData(4, 4)]
    public void Each_host_of_clients_has_a_process_unless_more_are_asked_for(int? written, int processes)
    {
        var cell = CellOf(written is null ? "tcp" : $"{{ protocol: tcp, client-processes: {written} }}", "[b, c, d]");

        Assert.Null(cell.NotApplicable);
        Assert.Equal((processes, 16), (cell.Arm.ClientProcesses, cell.Load.InFlight));
        Assert.Equal(16, cell.Connections);
    }

    [Theory]
    [InlineData("{ protocol: tcp, client-processes: 2 }", "[b, c, d]", "client-processes is 2, and 'clients' names 3 hosts")]
    [InlineData("tcp", "[a, b]", "'a' has the server, and a client there would share its processors")]
    public void What_would_load_hosts_unlike_each_other_is_not_applicable(string arm, string clients, string reason) =>
        Assert.Contains(reason, CellOf(arm, clients).NotApplicable, StringComparison.Ordinal);

    [Fact]
    public void An_address_that_nobody_answers_is_not_looked_for_on_a_network_of_others() => Assert.Contains(
        "would be somebody's on a real network",
        CellOf("tcp", "b", "{ nobody: { kind: unreachable, target: black-hole } }", "closed: 1").NotApplicable,
        StringComparison.Ordinal);

    [Fact]
    public void A_server_that_is_killed_and_started_again_is_refused_on_hosts_before_anything_starts()
    {
        var error = Assert.Single(Read.Text(
            "title: Which?\nprotocols: [tcp]\nhosts: { server: a, clients: b }\nworkloads: { echo: {}, again: { kind: reconnect } }").Errors);

        Assert.Equal((3, "remove 'hosts', or that workload"), (error.Line, error.Hint));
        Assert.Equal(
            "the workload 'again' cannot run on hosts: a server can be killed and started again on this machine only", error.Message);
    }

    [Fact]
    public void Hosts_of_the_command_line_are_refused_alike()
    {
        var error = Assert.Single(ScenarioFile.Parse(
            "title: Which?\nprotocols: [tcp]\nworkloads: { again: { kind: reconnect } }",
            "a.yaml",
            new ScenarioOverrides { Hosts = "perf1,perf2" },
            Read.Vocabulary).Errors);

        Assert.StartsWith("--hosts perf1,perf2", error.Source, StringComparison.Ordinal);
        Assert.Contains("'again' cannot run on hosts", error.Message, StringComparison.Ordinal);
    }

    private static Cell CellOf(string arm, string clients, string workloads = "{ echo: {} }", string load = "closed: 16") =>
        Assert.Single(PlanBuilder.Build(
            Read.Scenario(Read.Text(
                $"title: Which?\nprotocols: [{arm}]\nworkloads: {workloads}\nloads: [{{ {load} }}]\n"
                    + $"hosts: {{ server: a, clients: {clients} }}")),
            StubProtocol.Catalog,
            WorkloadCatalog.All).Cells);

    [Theory]
    [InlineData("perf1,perf2", "perf1", "perf2")]
    [InlineData("perf1", "perf1", "perf1")]
    public void The_option_names_the_host_of_the_server_and_then_those_of_clients(string option, string server, string client)
    {
        var overrides = new ScenarioOverrides { Hosts = option };
        var hosts = Read.Scenario(ScenarioFile.Parse(
            "title: Which?\nprotocols: [tcp]\nworkloads: { echo: {} }", "a.yaml", overrides, Read.Vocabulary)).Hosts!;

        Assert.Equal((server, client), (hosts.Server.Name, Assert.Single(hosts.Clients).Name));
        Assert.Equal(server == client, hosts.OnOneHost);
    }

    [Theory]
    [InlineData("hosts: { server: perf1 }", "hosts needs 'clients'")]
    [InlineData("hosts: { server: '-oProxyCommand=x', clients: perf2 }", "'-oProxyCommand=x' is no host")]
    [InlineData("hosts: { server: 'a b', clients: perf2 }", "'a b' is no host")]
    [InlineData("hosts: { server: { name: -x }, clients: perf2 }", "'-x' cannot be the name of a host")]
    [InlineData("hosts: { server: { name: a, address: 0.0.0.0 }, clients: b }", "'0.0.0.0' means every network")]
    [InlineData("hosts: { server: 'a=0.0.0.0', clients: b }", "'a=0.0.0.0' is no host")]
    [InlineData("hosts: { server: { name: a, address: perf }, clients: b }", "'perf' is no IP address")]
    [InlineData("hosts: { server: { name: a, ports: 80-90 }, clients: b }", "'80-90' begins below 1024")]
    [InlineData("hosts: { server: { name: a, ports: 2000-1999 }, clients: b }", "'2000-1999' ends before it begins")]
    [InlineData("hosts: { server: { name: a, ports: many }, clients: b }", "'many' is no range of ports")]
    [InlineData("hosts: { server: a, clients: [b, b] }", "the host 'b' stands here twice")]
    [InlineData("hosts: { server: a=10.0.0.1, clients: a }", "the host 'a' has another address")]
    [InlineData("launcher: ssh", "'launcher' has no meaning without 'hosts'")]
    [InlineData("network: rack", "'network' has no meaning without 'hosts'")]
    public void What_is_wrong_is_told_with_its_place(string line, string message)
    {
        var error = Assert.Single(Read.Lines(line).Errors);

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(4, error.Line);
    }

    [Theory]
    [InlineData("links: [wan-40ms]", "an emulated link stays on one machine")]
    [InlineData("servers: { mine: 'x {port}' }", "the command of mine is started on this machine")]
    [InlineData("servers: { mine: 'http://127.0.0.1:80/' }", "is this machine, and the client runs on another host")]
    public void What_cannot_be_placed_on_hosts_is_not_applicable(string line, string reason)
    {
        var scenario = Read.Scenario(Read.Text(
            $"title: Which?\nprotocols: [http1]\nworkloads: {{ echo: {{}} }}\nhosts: {{ server: a, clients: b }}\n{line}"));

        Assert.All(
            PlanBuilder.Build(scenario, StubProtocol.Catalog, WorkloadCatalog.All).Cells,
            cell => Assert.Contains(reason, cell.NotApplicable, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("b", "unix connects processes of one machine")]
    [InlineData("a", null)]
    public void A_protocol_of_one_machine_needs_both_sides_on_one_host(string client, string? reason)
    {
        var scenario = Read.Scenario(Read.Text(
            $"title: Which?\nprotocols: [unix]\nworkloads: {{ echo: {{}} }}\nhosts: {{ server: a, clients: {client} }}"));
        var cell = Assert.Single(PlanBuilder.Build(scenario, StubProtocol.Catalog, WorkloadCatalog.All).Cells);

        Assert.Equal(reason is null, cell.NotApplicable is null);
        Assert.Contains(reason ?? "", cell.NotApplicable ?? "", StringComparison.Ordinal);
    }
}
