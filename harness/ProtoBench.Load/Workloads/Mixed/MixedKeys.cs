using System.Diagnostics.CodeAnalysis;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.Mixed;

/// <summary>What a scenario can say of parts that go on beside each other.</summary>
internal static class MixedKeys
{
    public const string Hint = "use 'parts', each with request, response, flows and own-connections";

    /// <summary>Each part has a distribution of its own in every report.</summary>
    public const int MostParts = 4;

    private const int MostFlows = 1_000;

    private static readonly KeyOf<int> Request = new("request", Shapes.Payload, "Payload of its requests, 0 B to 16 MiB. Default 64 B.");

    private static readonly KeyOf<int> Response = new("response", Shapes.Payload, "Payload of its responses, 0 B to 16 MiB. Default 64 B.");

    private static readonly KeyOf<int> Flows = new(
        "flows",
        Shapes.Count(MostFlows),
        "Exchanges of it that are always in flight, 1 to 1,000; of the first part the load point says that. Default 1.");

    private static readonly KeyOf<bool> Own = new(
        "own-connections",
        Shapes.Flag,
        "Give each of its flows a connection of its own. Default false: it shares those of the first part.");

    private static readonly KeyOf<IReadOnlyList<MixedPart>> Parts = new(
        "parts",
        new NamedEntriesShape<MixedPart>(
            "part",
            new MappingShape<MixedPart>("a part", [Request, Response, Flows, Own], Read),
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
    };

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
