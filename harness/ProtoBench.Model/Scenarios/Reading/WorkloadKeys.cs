using System.Text.Json.Nodes;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>The keys of a workload.</summary>
internal static class WorkloadKeys
{
    private static readonly KeyOf<WorkloadKind> Kind = new(
        "kind",
        new ChoiceShape<WorkloadKind>(),
        "exchange: requests and their responses. download, upload: bulk payload in one direction. Default exchange.");

    private static readonly KeyOf<int> Request = new("request", Shapes.Payload, "Payload of a request, 0 B to 16 MiB. Default 64 B.");

    private static readonly KeyOf<int> Response = new("response", Shapes.Payload, "Payload of a response, 0 B to 16 MiB. Default 64 B.");

    private static readonly KeyOf<int> Message = new(
        "message", Shapes.Message, "Payload per write or message of a download or upload. Default 64 KiB, for datagrams 1400 B.");

    private static readonly KeyOf<int?> Connections = new(
        "connections",
        new AutomaticShape(Shapes.Count(Shapes.MostInFlight)),
        "Connections the client opens. Default auto: as many as the load point needs.");

    private static readonly KeyOf<int> Streams = new(
        "streams",
        Shapes.Count(Shapes.MostInFlight),
        "Exchanges in flight on one connection, where the protocol can multiplex. Default 1.");

    private static readonly KeyOf<bool> Fresh = new(
        "fresh", new FlagShape(), "Open a new connection for every exchange and count it in. Default false.");

    private static readonly KeyOf<TimeSpan> ServerWork = new(
        "server-work",
        Shapes.Duration(0, 1, "0 ms to 1 s"),
        "Processor time the server spends on every exchange before it answers, such as 5 us. Default none.");

    private static readonly KeyOf<IReadOnlyList<Placed<LoadPoint>>> Loads = new(
        "loads", LoadPointKeys.List, "Load points of this workload in place of the scenario's.");

    private static readonly MappingShape<Workload> Shape = new(
        "a workload", [Kind, Request, Response, Message, Connections, Streams, Fresh, ServerWork, Loads], Build)
    { Rules = Rules };

    public static NamedEntriesShape<Workload> Named { get; } = new("workload", Shape, (name, workload) => workload with { Name = name });

    public static IReadOnlyList<Key> All => Shape.Keys;

    private static Workload Build(MappingReader reader)
    {
        var kind = reader.Get(Kind, WorkloadKind.Exchange);
        var others = kind == WorkloadKind.Exchange ? [Message] : new Key[] { Request, Response, Fresh, ServerWork };
        foreach (var key in others.Where(reader.Has))
        {
            var name = kind.ToString().ToLowerInvariant();
            var hint = kind == WorkloadKind.Exchange
                ? "use 'request' and 'response', or add kind: download"
                : "use 'message', the payload per write, on connections that are opened before";
            reader.Report(
                key, ScenarioErrorCodes.KeyNotApplicable, $"'{key.Name}' has no meaning in a workload of kind {name}", hint, atKey: true);
        }

        var loads = reader.Has(Loads) ? reader.Get(Loads, []) : null;
        CheckLoops(kind, loads ?? [], reader.Context);
        return new Workload
        {
            Name = "",
            Kind = kind,
            RequestBytes = reader.Get(Request, 64),
            ResponseBytes = reader.Get(Response, 64),
            MessageBytes = reader.Has(Message) ? reader.Get(Message, 1) : null,
            Connections = reader.Get(Connections, null),
            Streams = reader.Get(Streams, 1),
            Fresh = reader.Get(Fresh, false),
            ServerWork = reader.Get(ServerWork, TimeSpan.Zero),
            Loads = loads is null ? null : LoadPointKeys.Distinct(loads, reader.Context),
        };
    }

    private static void CheckLoops(WorkloadKind kind, IReadOnlyList<Placed<LoadPoint>> loads, ReadingContext context)
    {
        foreach (var load in loads.Where(load => kind != WorkloadKind.Exchange && load.Value.Loop == LoopKind.Open))
        {
            context.Report(
                load.Span,
                ScenarioErrorCodes.OpenLoopOnBulk,
                $"an open loop cannot drive a workload of kind {kind.ToString().ToLowerInvariant()}",
                "a bulk transfer has no arrivals: write { closed: 1 }, the number of streams at once");
        }
    }

    private static JsonObject Rules()
    {
        var bulk = new JsonObject
        {
            ["required"] = new JsonArray("kind"),
            ["properties"] = new JsonObject { ["kind"] = new JsonObject { ["enum"] = new JsonArray("download", "upload") } },
        };
        return new JsonObject
        {
            ["if"] = bulk,
            ["then"] = new JsonObject
            {
                ["not"] = new JsonObject { ["anyOf"] = new JsonArray(Required(Request.Name), Required(Response.Name), Required(Fresh.Name), Required(ServerWork.Name)) },
                ["properties"] = new JsonObject
                {
                    [Loads.Name] = new JsonObject { ["items"] = new JsonObject { ["not"] = Required("open") } },
                },
            },
            ["else"] = new JsonObject { ["not"] = Required(Message.Name) },
        };

        static JsonObject Required(string key) => new() { ["required"] = new JsonArray(key) };
    }
}
