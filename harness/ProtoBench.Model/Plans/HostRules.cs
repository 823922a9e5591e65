using ProtoBench.Contract;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Hosts;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Plans;

/// <summary>What cannot be placed on other hosts. Pure.</summary>
internal static class HostRules
{
    /// <summary>Why a cell cannot run on the scenario's hosts, without a full stop; null when it can, or has none.</summary>
    public static string? WhyNot(Scenario scenario, IWorkloadKind kind, Workload workload, Arm arm, IProtocol protocol, string link) =>
        scenario.Hosts is { } hosts ? WhyNot(hosts, scenario, arm, protocol, link) ?? kind.WhyNotOnHosts(workload) : null;

    private static string? WhyNot(HostPlan hosts, Scenario scenario, Arm arm, IProtocol protocol, string link) =>
        link != ScenarioVocabulary.Loopback
            ? "an emulated link stays on one machine: leave out either 'hosts' or the link"
        : protocol.Traits.LocalOnly && !hosts.OnOneHost
            ? $"{protocol.Name} connects processes of one machine, and server and client run on different hosts"
        : hosts.Clients.Count > 1 && hosts.Clients.Any(client => client.Name == hosts.Server.Name)
            ? $"'{hosts.Server.Name}' has the server, and a client there would share its processors while the others do not: name other "
                + "hosts"
        : hosts.Clients.Count > 1 && arm.ClientProcesses < hosts.Clients.Count
            ? $"client-processes is {arm.ClientProcesses}, and 'clients' names {hosts.Clients.Count} hosts: each needs one at least"
        : scenario.Servers?.FirstOrDefault(server => server.Name == arm.Server) is not { } server ? WhyNotClient(scenario, arm)
        : server.Command is not null
            ? $"the command of {server.Name} is started on this machine; start it on its host and give its address"
        : server.Address is { } address && Uri.TryCreate(address, UriKind.Absolute, out var url) && url.IsLoopback
            ? $"{address} is this machine, and the client runs on another host: give the address that it has there"
        : WhyNotClient(scenario, arm);

    /// <summary>
    /// What the network between the sides of a cell is called: as the user calls it, else by the hosts, as <c>perf1-perf2</c>. Null: they
    /// share a machine, or an emulated link was asked for.
    /// </summary>
    public static string? Network(Scenario scenario, string link) =>
        link != ScenarioVocabulary.Loopback || scenario.Hosts is not { OnOneHost: false } hosts ? null
        : hosts.Network is not { } name ? string.Join('-', hosts.All.Select(host => host.Name[(host.Name.IndexOf('@') + 1)..]))
        : scenario.Links.Contains(name) ? $"network-{name}"
        : name;

    /// <summary>
    /// The arm with as many client processes as there are hosts for them, where it does not say how many; then they are dealt to the hosts
    /// in turn.
    /// </summary>
    public static Arm Placed(Scenario scenario, Arm arm) =>
        arm.ClientProcesses is null && scenario.Hosts is { Clients.Count: > 1 and var hosts } ? arm with { ClientProcesses = hosts } : arm;

    private static string? WhyNotClient(Scenario scenario, Arm arm) =>
        scenario.Clients?.Any(client => client.Name == arm.Client) == true
            ? $"{arm.Client} is a program of this machine: our own clients alone are placed on hosts"
            : null;
}
