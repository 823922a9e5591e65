using ProtoBench.Contract;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Settings;
using ProtoBench.Model.Scenarios.Sides;

namespace ProtoBench.Model.Scenarios.Keys;

/// <summary>The keys of an arm, which is written as a protocol's name or as a mapping with settings.</summary>
internal static class ArmKeys
{
    private static readonly ProtocolShape ProtocolName = new();

    private static readonly KeyOf<IProtocol> Protocol = new("protocol", ProtocolName, "The protocol.") { Required = true };

    private static readonly KeyOf<string> Label = new(
        "label",
        Shapes.Name,
        "What cell ids and reports call the arm. Default: the protocol with its settings, such as websocket-http2-tls.");

    private static readonly KeyOf<string> Server = new(
        "server",
        Shapes.Name,
        "The server that it meets: a name of 'servers', or ours. Default: each of 'servers' that speaks the protocol; without any, ours.");

    private static readonly MappingShape<Arm> Mapping =
        new("an arm", [Protocol, Label, .. ArmSettings.All.Select(setting => setting.Key), Server], Build);

    public static ListShape<Arm> List { get; } = new(
        "protocols",
        new EitherShape<Arm>(new ConvertedShape<IProtocol, Arm>(ProtocolName, ByName), Mapping));

    public static IReadOnlyList<Key> All => Mapping.Keys;

    /// <summary>Labels must be unique, or cells would share an id.</summary>
    public static IReadOnlyList<Arm> Distinct(IReadOnlyList<Placed<Arm>> arms, ReadingContext context)
    {
        var seen = new HashSet<string>();
        foreach (var arm in arms.Where(arm => !seen.Add(arm.Value.Label)))
        {
            context.Report(
                arm.Span,
                ScenarioErrorCodes.DuplicateName,
                $"a second arm has the label '{arm.Value.Label}'",
                $"remove it, or give it a label: {{ protocol: {arm.Value.Protocol}, label: {arm.Value.Label}-b }}");
        }

        return [.. arms.Select(arm => arm.Value)];
    }

    /// <summary>An arm's server must be one of the scenario's.</summary>
    public static void CheckServers(IReadOnlyList<Placed<Arm>> arms, IReadOnlyList<string> servers, ReadingContext context)
    {
        string[] known = [.. servers, ServerSide.Ours];
        foreach (var arm in arms.Where(arm => arm.Value.Server is { } server && !known.Contains(server)))
        {
            context.Report(
                arm.Span,
                ScenarioErrorCodes.UnknownServer,
                $"the scenario has no server '{arm.Value.Server}'",
                Spelling.Hint(arm.Value.Server!, known, "it has"));
        }
    }

    private static Arm ByName(IProtocol protocol) => Defaults(protocol) with { Label = protocol.Name };

    // Without a protocol, which has been reported then, the settings are still read for their own mistakes.
    private static Arm Defaults(IProtocol? protocol)
    {
        var arm = new Arm { Label = "", Protocol = protocol?.Name ?? "" };
        return protocol is null ? arm : ArmSettings.All.Aggregate(arm, (filled, setting) => setting.Default(filled, protocol));
    }

    private static Arm Build(MappingReader reader)
    {
        var protocol = reader.Get(Protocol, null!);
        var arm = ArmSettings.All.Aggregate(Defaults(protocol), (read, setting) => setting.Read(read, reader));
        if (protocol is not null)
        {
            foreach (var setting in ArmSettings.All)
            {
                setting.Check(arm, new SettingErrors(setting.Key, protocol, reader));
            }
        }

        var server = reader.Has(Server) ? reader.Get(Server, "") : null;
        arm = arm with { Server = server };
        return arm with { Label = reader.Get(Label, DefaultLabel(arm, protocol)) };
    }

    private static string DefaultLabel(Arm arm, IProtocol? protocol)
    {
        var parts = new[] { ArmSettings.DefaultLabel(arm, protocol?.Traits), arm.Server };
        return string.Join('-', parts.OfType<string>());
    }
}
