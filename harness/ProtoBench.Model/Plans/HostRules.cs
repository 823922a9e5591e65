using ProtoBench.Contract;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Plans;

/// <summary>What cannot be placed on other hosts. Pure.</summary>
internal static class HostRules
{
    /// <summary>Why a cell cannot run on the scenario's hosts, without a full stop; null when it can, or has none.</summary>
    public static string? WhyNot(Scenario scenario, Arm arm, IProtocol protocol, string link) => scenario.Hosts is not { } hosts ? null
        : link != ScenarioVocabulary.Loopback
            ? "an emulated link stays on one machine: leave out either 'hosts' or the link"
        : protocol.Traits.LocalOnly && !hosts.OnOneHost
            ? $"{protocol.Name} connects processes of one machine, and server and client run on different hosts"
        : hosts.Clients.Count > 1
            ? $"one client drives a trial, and 'clients' names {hosts.Clients.Count} hosts"
        : scenario.Servers?.FirstOrDefault(server => server.Name == arm.Server) is not { } server ? WhyNotClient(scenario, arm)
        : server.Command is not null
            ? $"the command of {server.Name} is started on this machine; start it on its host and give its address"
        : server.Address is { } address && Uri.TryCreate(address, UriKind.Absolute, out var url) && url.IsLoopback
            ? $"{address} is this machine, and the client runs on another host: give the address that it has there"
        : WhyNotClient(scenario, arm);

    private static string? WhyNotClient(Scenario scenario, Arm arm) =>
        scenario.Clients?.Any(client => client.Name == arm.Client) == true
            ? $"{arm.Client} is a program of this machine: our own clients alone are placed on hosts"
            : null;
}
