using System.CommandLine;
using System.Text.Json;
using ProtoBench.Contract;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Text;
using ProtoBench.Protocols;
using ProtoBench.Reading.Scenarios;
using Spectre.Console;

namespace ProtoBench.Commands;

/// <summary><c>protobench list</c>: what there is to run.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new Command(
            "list", "List the protocols, the workloads that each offers, and the scenarios that ship or lie in scenarios/.") { json };
        command.SetAction(parsed =>
        {
            var listing = new Listing(
                [.. ProtocolCatalog.All.Select(Describe)], [.. WorkloadCatalog.All.Select(Describe)], [.. Scenarios()]);
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(listing, CommandJson.Default.Listing));
            }
            else
            {
                Print(listing);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static ListedProtocol Describe(IProtocol protocol) => new(
        protocol.Name,
        protocol.UnsupportedReason,
        protocol.Traits.Multiplexed,
        protocol.Traits.SupportsTls,
        protocol.Traits.SupportsBlocking,
        protocol.Traits.CarrierNames,
        protocol.Traits.Backends,
        protocol.Traits.MaximumMessageBytes);

    // With the kind's defaults, and the protocol's: what a scenario that says nothing more of either would get.
    private static ListedKind Describe(IWorkloadKind kind) => new(
        kind.Name,
        kind.Meaning,
        ProtocolCatalog.All.ToDictionary(
            protocol => protocol.Name,
            protocol => kind.WhyNot(
                new Workload { Name = kind.Name, Kind = kind.Name },
                new Arm { Label = protocol.Name, Protocol = protocol.Name, Tls = protocol.Traits.RequiresTls },
                protocol),
            StringComparer.Ordinal));

    private static IEnumerable<ListedScenario> Scenarios()
    {
        string[] files = Directory.Exists(ShippedScenarios.Folder)
            ? [.. Directory.EnumerateFiles(ShippedScenarios.Folder, "*.yaml").Order(StringComparer.Ordinal)]
            : [];
        foreach (var path in files)
        {
            var reading = ScenarioFile.Load(path, ScenarioOverrides.None, ScenarioInput.Vocabulary);
            yield return new ListedScenario(path, reading.Scenario?.Title ?? "has errors; see protobench validate");
        }

        // Those that ship run by their names in any folder, also in one with scenarios of its own.
        foreach (var name in ShippedScenarios.Names.Except(files.Select(file => Path.GetFileNameWithoutExtension(file))))
        {
            var shipped =
                ScenarioFile.Parse(ShippedScenarios.Text(name), name + ".yaml", ScenarioOverrides.None, ScenarioInput.Vocabulary);
            yield return new ListedScenario(name, shipped.Scenario?.Title ?? "");
        }
    }

    private static void Print(Listing listing)
    {
        var protocols = new Table().Border(TableBorder.None).AddColumns(
            "protocol", "multiplexed", "tls", "blocking", "carriers", "backends", "largest message");
        foreach (var protocol in listing.Protocols)
        {
            protocols.AddRow(
                protocol.Name,
                Yes(protocol.Multiplexed),
                Yes(protocol.Tls),
                Yes(protocol.Blocking),
                string.Join(", ", protocol.Carriers),
                string.Join(", ", protocol.Backends),
                protocol.Unsupported is { } reason ? $"[yellow]{Markup.Escape(reason)}[/]" : ByteText.Format(protocol.MaximumMessageBytes));
        }

        Terminals.Out.Write(protocols);
        var workloads = new Table().Border(TableBorder.None).AddColumns(
            ["workload", .. listing.Protocols.Select(protocol => protocol.Name)]);
        foreach (var kind in listing.Workloads)
        {
            workloads.AddRow([kind.Name, .. listing.Protocols.Select(protocol => Yes(kind.WhyNot[protocol.Name] is null))]);
        }

        Terminals.Out.WriteLine();
        Terminals.Out.Write(workloads);
        var scenarios = new Table().Border(TableBorder.None).AddColumns("scenario", "");
        foreach (var scenario in listing.Scenarios)
        {
            scenarios.AddRow(Markup.Escape(scenario.Path), Markup.Escape(scenario.Title));
        }

        Terminals.Out.WriteLine();
        Terminals.Out.Write(scenarios);
    }

    private static string Yes(bool value) => value ? "yes" : "";
}
