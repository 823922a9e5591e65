using System.Text.Json.Nodes;
using ProtoBench.Model.Scenarios.Objectives;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>The keys of a workload: those that every one has, and those of its kind.</summary>
internal sealed class WorkloadKeys
{
    private static readonly KeyOf<int?> Connections = new(
        "connections",
        new AutomaticShape(Shapes.Count(Shapes.MostInFlight)),
        "Connections the client opens. Default auto: as many as the load point needs.");

    private static readonly KeyOf<int> Streams = new(
        "streams",
        Shapes.Count(Shapes.MostInFlight),
        "Exchanges in flight on one connection, where the protocol can multiplex. Default 1.");

    private static readonly KeyOf<IReadOnlyList<Placed<LoadPoint>>> Loads = new(
        "loads", LoadPointKeys.List, "Load points of this workload in place of the scenario's.");

    private static readonly KeyOf<IReadOnlyList<Objective>> Objectives = new(
        "objectives", ObjectiveKeys.Shape, "Absolute limits of this workload's figures in place of the scenario's.");

    private readonly KeyOf<IWorkloadKind> _kind;
    private readonly IWorkloadKind _default;
    private readonly IReadOnlyList<IWorkloadKind> _kinds;
    private readonly IReadOnlyList<WorkloadKey> _own;

    private WorkloadKeys(IReadOnlyList<IWorkloadKind> kinds)
    {
        _kinds = kinds;
        _own = [.. kinds.SelectMany(kind => kind.Keys).Distinct()];
        _default = WorkloadKinds.Find(kinds, Workload.DefaultKind);
        var meanings =
            kinds.GroupBy(kind => kind.Meaning).Select(same => $"{string.Join(", ", same.Select(kind => kind.Name))}: {same.Key}");
        _kind = new("kind", new WorkloadKindShape(kinds), $"{string.Join(' ', meanings)} Default {_default.Name}.");
        All =
        [
            _kind,
            .. _own.Where(key => key.IsSize).Select(key => key.Key),
            Connections,
            Streams,
            .. _own.Where(key => !key.IsSize).Select(key => key.Key),
            Objectives,
            Loads,
        ];
    }

    public static VocabularyShape<IReadOnlyList<Workload>> Named { get; } = new(
        "a mapping of names to workloads",
        vocabulary => new NamedEntriesShape<Workload>("workload", Of(vocabulary).Shape, (name, workload) => workload with { Name = name }));

    /// <summary>Every key that a workload of any kind may have.</summary>
    public IReadOnlyList<Key> All { get; }

    private MappingShape<Workload> Shape => new("a workload", All, Build) { Rules = () => Rules(Groups()) };

    public static WorkloadKeys Of(ScenarioVocabulary vocabulary) => new(vocabulary.Workloads);

    private Workload Build(MappingReader reader)
    {
        var kind = reader.Get(_kind, _default);
        foreach (var key in Foreign(kind).Where(reader.Has))
        {
            reader.Report(
                key, ScenarioErrorCodes.KeyNotApplicable, $"'{key.Name}' has no meaning in a workload of kind "
                    + $"{kind.Name}", kind.KeysHint, atKey: true);
        }

        var loads = reader.Has(Loads) ? reader.Get(Loads, []) : null;
        CheckLoops(kind, loads ?? [], reader.Context);
        var workload = new Workload { Name = "", Kind = kind.Name };
        workload = Apply(workload, reader, sizes: true) with
        {
            Connections = reader.Get(Connections, null),
            Streams = reader.Get(Streams, 1),
        };
        var objectives = reader.Has(Objectives) ? reader.Get(Objectives, []) : null;
        ObjectiveKeys.Check(reader, Objectives, objectives ?? [], kind);
        workload = Apply(workload, reader, sizes: false) with
        {
            Objectives = objectives,
            Loads = loads is null ? null : LoadPointKeys.Distinct(loads, reader.Context),
        };
        return kind.Finish(workload);
    }

    private Workload Apply(Workload workload, MappingReader reader, bool sizes) =>
        _own.Where(key => key.IsSize == sizes).Aggregate(workload, (built, key) => key.Apply(built, reader));

    private IEnumerable<Key> Foreign(IWorkloadKind kind) =>
        [.. _own.Except(kind.Keys).Select(key => key.Key), .. kind.RunsPrograms ? (Key[])[Connections, Streams] : []];

    private static void CheckLoops(IWorkloadKind kind, IReadOnlyList<Placed<LoadPoint>> loads, ReadingContext context)
    {
        foreach (var load in loads.Where(load => !kind.TakesOpenLoops && load.Value.Loop == LoopKind.Open))
        {
            context.Report(
                load.Span,
                ScenarioErrorCodes.OpenLoopOnBulk,
                $"an open loop cannot drive a workload of kind {kind.Name}",
                "a bulk transfer has no arrivals: write { closed: 1 }, the number of streams at once");
        }

        foreach (var load in loads.Where(load => !kind.TakesClosedLoops && load.Value.Loop == LoopKind.Closed))
        {
            context.Report(
                load.Span,
                ScenarioErrorCodes.ClosedLoopOnArrivals,
                $"a closed loop cannot drive a workload of kind {kind.Name}",
                "it comes at a rate, whatever its receivers do: write { open: 100/s }");
        }
    }

    // Kinds to which the same rules apply; the default one's come last, because they also hold where no kind is written.
    private List<List<IWorkloadKind>> Groups() =>
    [
        .. _kinds.GroupBy(kind =>
                $"{kind.TakesOpenLoops} {kind.TakesClosedLoops} {string.Join(' ', Foreign(kind).Select(key => key.Name))}")
            .Select(group => group.ToList())
            .OrderBy(group => group.Contains(_default)),
    ];

    private JsonObject Rules(List<List<IWorkloadKind>> groups)
    {
        if (groups is [var last])
        {
            return RulesOf(last[0]);
        }

        return new JsonObject
        {
            ["if"] = new JsonObject
            {
                ["required"] = new JsonArray("kind"),
                ["properties"] = new JsonObject
                {
                    ["kind"] = new JsonObject { ["enum"] = new JsonArray([.. groups[0].Select(kind => (JsonNode)kind.Name)]) },
                },
            },
            ["then"] = RulesOf(groups[0][0]),
            ["else"] = Rules([.. groups.Skip(1)]),
        };
    }

    private JsonObject RulesOf(IWorkloadKind kind)
    {
        var rules = new JsonObject();
        var foreign = Foreign(kind).Select(key => Required(key.Name)).ToArray();
        if (foreign.Length > 0)
        {
            rules["not"] = foreign is [var only] ? only : new JsonObject { ["anyOf"] = new JsonArray(foreign) };
        }

        if (!kind.TakesOpenLoops || !kind.TakesClosedLoops)
        {
            rules["properties"] = new JsonObject
            {
                [Loads.Name] = new JsonObject
                {
                    ["items"] = new JsonObject
                    {
                        ["not"] = kind.TakesOpenLoops
                            ? Required("closed")
                            : new JsonObject { ["anyOf"] = new JsonArray(Required("open"), Required("search")) },
                    },
                },
            };
        }

        return rules;

        static JsonObject Required(string key) => new() { ["required"] = new JsonArray(key) };
    }
}
