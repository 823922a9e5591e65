using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using ProtoBench.Load.Workloads.Exchange;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.Page;

/// <summary>What a scenario can say of pages.</summary>
internal static class PageKeys
{
    private const int MostObjects = 1_000;

    public static IReadOnlyList<WorkloadKey> All { get; } = [new Objects(), new Document(), ExchangeKeys.Fresh];

    private sealed class Document : WorkloadKey
    {
        private static readonly KeyOf<int> Size = new(
            "document", Shapes.Payload, "A document of this size that is loaded before the objects it names. Default: none.");

        [SetsRequiredMembers]
        public Document() => IsSize = true;

        public override Key Key => Size;

        public override Workload Apply(Workload workload, MappingReader reader) =>
            reader.TryGet(Size, out var bytes) ? workload with { DocumentBytes = bytes } : workload;
    }

    private sealed class Objects : WorkloadKey
    {
        private static readonly KeyOf<int> Size = new("size", Shapes.Payload, "Of each of them, 0 B to 16 MiB.") { Required = true };

        private static readonly KeyOf<int> Count = new("count", Shapes.Count(MostObjects), "How many there are. Default 1.");

        private static readonly KeyOf<IReadOnlyList<ObjectCount>> List = new(
            "objects",
            new ListOrMix(),
            $"What a page consists of: {string.Join(" or ", PageMixes.All.Keys)}, or a list such as [{{ size: 4 kB, count: 24 }}]. "
                + "Default median, the median page of the HTTP Archive.");

        [SetsRequiredMembers]
        public Objects() => IsSize = true;

        public override Key Key => List;

        public override Workload Apply(Workload workload, MappingReader reader)
        {
            if (!reader.TryGet(List, out var objects))
            {
                return workload;
            }

            if (objects.Sum(one => (long)one.Count) > MostObjects)
            {
                reader.Report(
                    List,
                    ScenarioErrorCodes.OutOfRange,
                    $"a page has at most {MostObjects} objects, not {objects.Sum(one => (long)one.Count)}",
                    "make its counts smaller",
                    atKey: true);
            }

            return workload with { LoadedObjects = objects };
        }

        /// <summary>The name of a mix, or a list of sizes with counts.</summary>
        private sealed class ListOrMix : ValueShape<IReadOnlyList<ObjectCount>>
        {
            private static readonly WordShape<IReadOnlyList<ObjectCount>> Mix = new(PageMixes.All);

            private static readonly ListShape<ObjectCount> Sizes = new(
                "objects",
                new MappingShape<ObjectCount>(
                    "an object", [Size, Count], reader => new ObjectCount(reader.Get(Count, 1), reader.Get(Size, 0))));

            public override string Wanted => $"{Mix.Wanted}, or {Sizes.Wanted}";

            public override JsonObject Schema(Vocabulary vocabulary) =>
                new() { ["anyOf"] = new JsonArray(Mix.Schema(vocabulary), Sizes.Schema(vocabulary)) };

            protected override bool TryReadNode(
                SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out IReadOnlyList<ObjectCount> value)
            {
                if (node is SourceScalar)
                {
                    return Mix.TryRead(node, what, context, out value);
                }

                var read = Sizes.TryRead(node, what, context, out var list);
                value = read ? [.. list!.Select(one => one.Value)] : null;
                return read;
            }
        }
    }
}
