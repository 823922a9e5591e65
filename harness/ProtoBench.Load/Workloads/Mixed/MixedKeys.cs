using System.Diagnostics.CodeAnalysis;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.Mixed;

/// <summary>What a scenario can say of parts that go on beside each other.</summary>
internal static class MixedKeys
{
    public const string Hint = "use 'parts', each with request, response, flows or weight, and own-connections";

    /// <summary>Each part has a distribution of its own in every report.</summary>
    public const int MostParts = 4;

    private const int MostFlows = 1_000;
    private const int MostWeight = 1_000;

    private static readonly KeyOf<int> Request = new("request", Shapes.Payload, "Payload of its requests, 0 B to 16 MiB. Default 64 B.");

    private static readonly KeyOf<int> Response = new("response", Shapes.Payload, "Payload of its responses, 0 B to 16 MiB. Default 64 B.");

    private static readonly KeyOf<int> Flows = new(
        "flows",
        Shapes.Count(MostFlows),
        "Exchanges of it that are always in flight, 1 to 1,000; of the first part the load point says that. Default 1.");

    private static readonly KeyOf<int> Weight = new(
        "weight",
        Shapes.Count(MostWeight),
        "Its share of the load point's exchanges beside the weights of other parts, 1 to 1,000, in place of flows of its own: 9 and 1 are "
            + "nine tenths and one. Of the first part default 1.");

    private static readonly KeyOf<bool> Own = new(
        "own-connections",
        Shapes.Flag,
        "Give each of its flows a connection of its own. Default false: it shares those of the first part.");

    private static readonly KeyOf<IReadOnlyList<MixedPart>> Parts = new(
        "parts",
        new NamedEntriesShape<MixedPart>(
            "part",
            new MappingShape<MixedPart>("a part", [Request, Response, Flows, Weight, Own], Read),
            (name, part) => part with { Name = name }),
        "Exchanges that go on at the same time, by name: the first at the load point, the others always. Default: small (64 B there and "
            + "back) and large (a response of 1 MiB).");

    public static IReadOnlyList<WorkloadKey> All { get; } = [new PartsKey()];

    /// <summary>Of a workload that names none.</summary>
    public static IReadOnlyList<MixedPart> Default { get; } =
        [new MixedPart { Name = "small" }, new MixedPart { Name = "large", ResponseBytes = 1 << 20 }];

    public static IReadOnlyList<MixedPart> Of(Workload workload) => workload.Parts ?? Default;

    private static MixedPart Read(MappingReader reader) => new()
    {
        Name = "",
        RequestBytes = reader.Get(Request, 64),
        ResponseBytes = reader.Get(Response, 64),
        Flows = reader.Get(Flows, 1),
        OwnConnections = reader.Get(Own, false),
        Weight = Weighed(reader),
    };

    private static int? Weighed(MappingReader reader)
    {
        if (!reader.TryGet(Weight, out var weight))
        {
            return null;
        }

        if (reader.Has(Flows) || reader.Has(Own))
        {
            reader.Report(
                Weight,
                ScenarioErrorCodes.KeyNotApplicable,
                "a part with a weight is driven by the load point, and one with flows drives itself",
                "write either 'weight', or 'flows' and 'own-connections'",
                atKey: true);
        }

        return weight;
    }

    /// <summary>Those that the load point drives, with their weights: the first, and others that have one.</summary>
    public static IReadOnlyList<(MixedPart Part, int Weight)> Driven(IReadOnlyList<MixedPart> parts) =>
    [
        (parts[0], parts[0].Weight ?? 1),
        .. parts.Skip(1).Where(part => part.Weight is not null).Select(part => (part, part.Weight!.Value)),
    ];

    private sealed class PartsKey : WorkloadKey
    {
        [SetsRequiredMembers]
        public PartsKey() => IsSize = true;

        public override Key Key => Parts;

        public override Workload Apply(Workload workload, MappingReader reader)
        {
            if (!reader.TryGet(Parts, out var parts))
            {
                return workload;
            }

            if (parts.Count > MostParts)
            {
                reader.Report(
                    Parts,
                    ScenarioErrorCodes.OutOfRange,
                    $"a workload has at most {MostParts} parts, not {parts.Count}",
                    "divide them among workloads",
                    atKey: true);
            }

            if (parts is [{ } first, ..] && (first.Flows > 1 || first.OwnConnections))
            {
                reader.Report(
                    Parts,
                    ScenarioErrorCodes.KeyNotApplicable,
                    $"'{first.Name}' is the first part, which the load point drives",
                    "write its number in flight as a load, such as closed: 4, and 'flows' and 'own-connections' in the other parts",
                    atKey: true);
            }

            return workload with { Parts = parts };
        }
    }
}
