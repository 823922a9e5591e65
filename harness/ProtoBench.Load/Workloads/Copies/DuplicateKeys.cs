using ProtoBench.Contract.Duplicates;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.Copies;

/// <summary>What a scenario can say of a server that may get a request twice, and of one that resets connections.</summary>
internal static class DuplicateKeys
{
    private const int MostRemembered = 10_000_000;

    private static readonly KeyOf<DuplicateRule> Rule = new(
        "duplicates",
        new ChoiceShape<DuplicateRule>(),
        "What the server does with a request that comes again, known by an id in the first 16 B of its payload, the same in all requests "
            + "of an exchange: count (carry it out again, and say how often), suppress (answer it without carrying it out again). Default: "
            + "requests have no id, and nobody looks.");

    private static readonly KeyOf<int> RememberedIds = new(
        "remember", Shapes.Count(MostRemembered), "Ids that duplicates: suppress remembers, the last ones. Default 50000.")
    { OnlyWith = Rule.Name };

    public static IReadOnlyList<WorkloadKey> All { get; } =
    [
        new DuplicatesKey { IsSize = false },
        new RememberKey { IsSize = false },
        new WorkloadKey<double>(
            new(
                "server-resets",
                Shapes.Share(0.00001m, 0.5m, "0.001 % to 50 %"),
                "Share of requests that the server carries out and does not answer, because it resets their connection (RST), such as 1 %. "
                    + "Default none."),
            (workload, share) => workload with { ServerResets = share })
        { IsSize = false },
    ];

    private sealed class DuplicatesKey : WorkloadKey
    {
        public override Key Key => Rule;

        public override Workload Apply(Workload workload, MappingReader reader)
        {
            if (!reader.TryGet(Rule, out var rule))
            {
                return workload;
            }

            if (workload.RequestBytes < RequestId.Bytes)
            {
                reader.Report(
                    Rule,
                    ScenarioErrorCodes.KeyNotApplicable,
                    $"an id takes {RequestId.Bytes} B of the request, which has {workload.RequestBytes} B",
                    $"write request: {RequestId.Bytes} B or more",
                    atKey: true);
            }

            return workload with { Duplicates = rule };
        }
    }

    private sealed class RememberKey : WorkloadKey
    {
        public override Key Key => RememberedIds;

        public override Workload Apply(Workload workload, MappingReader reader)
        {
            if (!reader.TryGet(RememberedIds, out var ids))
            {
                return workload;
            }

            if (workload.Duplicates == DuplicateRule.Count)
            {
                reader.Report(
                    RememberedIds,
                    ScenarioErrorCodes.KeyNotApplicable,
                    "a server that carries everything out remembers nothing",
                    "write duplicates: suppress, or remove it",
                    atKey: true);
            }

            return workload with { Remembered = ids };
        }
    }
}
