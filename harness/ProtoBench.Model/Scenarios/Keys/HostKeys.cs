using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using ProtoBench.Model.Scenarios.Hosts;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Keys;

/// <summary>The keys of the hosts that sides run on.</summary>
internal static class HostKeys
{
    private static readonly TextShape AnyText = new() { MayLookTyped = true };

    private static readonly KeyOf<string> Name = new(
        "name", AnyText, "What ssh connects to, such as perf1 or me@perf1; with Slurm the node.")
    { Required = true };

    private static readonly KeyOf<string> Address = new(
        "address", AnyText, "IP address its servers listen at, and nowhere else. Default: the one it was reached at.");

    private static readonly KeyOf<string> Ports = new(
        "ports", AnyText, "Ports its servers may take, such as 20000-20099. Default: any that is free.");

    private static readonly EitherShape<Host> One = new(
        new HostTextShape(), new MappingShape<Host>("a host", [Name, Address, Ports], BuildHost));

    private static readonly KeyOf<Host> Server = new("server", One, "The host of the server.") { Required = true };

    private static readonly KeyOf<IReadOnlyList<Host>> Clients = new(
        "clients", new OneOrMoreShape<Host>("hosts", One), "The hosts of the clients.")
    { Required = true };

    /// <summary>Both sides. The launcher is a key of the scenario.</summary>
    public static MappingShape<HostPlan> Shape { get; } = new("hosts", [Server, Clients], Build);

    private static HostPlan Build(MappingReader reader)
    {
        var server = reader.Get(Server, new Host(""));
        var clients = reader.Get(Clients, [server]);
        foreach (var name in clients.CountBy(client => client.Name).Where(count => count.Value > 1).Select(count => count.Key))
        {
            reader.Report(Clients, ScenarioErrorCodes.BadHost, $"the host '{name}' stands here twice", "name each client's host once");
        }

        if (clients.FirstOrDefault(client => client.Name == server.Name) is { } shared && shared != server && reader.Has(Server))
        {
            reader.Report(
                Clients,
                ScenarioErrorCodes.BadHost,
                $"the host '{shared.Name}' has another address or other ports here than as the server's",
                "write both alike");
        }

        return new HostPlan(LauncherKind.Ssh, server, clients);
    }

    private static Host BuildHost(MappingReader reader)
    {
        var name = reader.Get(Name, "");
        if (name.Length > 0 && !Host.IsName(name))
        {
            reader.Report(
                Name, ScenarioErrorCodes.BadHost, $"'{Spelling.Shorten(name)}' cannot be the name of a host", "perf1 or me@perf1");
        }

        var address = reader.Has(Address) ? reader.Get(Address, "") : null;
        if (address is { Length: > 0 } && Host.WhyNotAddress(address) is { } fault)
        {
            reader.Report(Address, ScenarioErrorCodes.BadHost, $"'{Spelling.Shorten(address)}' {fault}", "such as 10.0.0.1");
        }

        PortRange? ports = null;
        if (reader.TryGet(Ports, out var range))
        {
            ports = PortRange.Parse(range);
            if ((ports is null ? "is no range of ports" : Host.WhyNotPorts(ports)) is { } reason)
            {
                reader.Report(Ports, ScenarioErrorCodes.BadHost, $"'{Spelling.Shorten(range)}' {reason}", "such as 20000-20099");
            }
        }

        return new Host(name, address, ports);
    }

    /// <summary>A host in one word.</summary>
    private sealed class HostTextShape : ValueShape<Host>
    {
        public override string Wanted => "a host";

        public override JsonObject Schema(Vocabulary vocabulary) => new() { ["type"] = "string", ["minLength"] = 1 };

        protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out Host value)
        {
            value = null;
            if (node is not SourceScalar scalar)
            {
                return WrongType(node, what, context);
            }

            value = Host.Parse(scalar.Text.Trim());
            if (value is null)
            {
                context.Report(
                    node.Span, ScenarioErrorCodes.BadHost, $"'{Spelling.Shorten(scalar.Text)}' is no host", $"write {Host.Notation}");
            }

            return value is not null;
        }
    }
}
