using System.Text.Json.Nodes;
using ProtoBench.Load.Workloads;
using ProtoBench.Load.Workloads.Exchange;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Keys;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Reading.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

/// <summary>The scenario reader knows of kinds only what they say themselves.</summary>
public sealed class WorkloadKindReadingTests
{
    private static readonly ScenarioVocabulary Vocabulary =
        new(StubProtocol.Catalog, ["loopback"]) { Workloads = [new ExchangeKind(), new Murmur()] };

    [Fact]
    public void A_kind_brings_its_own_keys()
    {
        var reading = Parse("murmur: { kind: murmur, depth: 3 KiB, loads: [ { closed: 1 } ] }");
        var workload = Assert.Single(Read.Scenario(reading).Workloads);
        Assert.Equal(("murmur", 3_072), (workload.Kind, workload.MessageBytes));
    }

    [Theory]
    [InlineData(
        "echo: { depth: 1 }",
        "'depth' has no meaning in a workload of kind exchange",
        "use 'request' and 'response', or add kind: download")]
    [InlineData("m: { kind: murmur, request: 1 }", "'request' has no meaning in a workload of kind murmur", "say how deep")]
    [InlineData("m: { kind: murmur, loads: [ { open: 5/s } ] }", "an open loop cannot drive a workload of kind murmur", null)]
    [InlineData("m: { kind: mumble }", "'kind' cannot be 'mumble'", null)]
    [InlineData("m: { kind: murmur, depth: deep }", "'depth' must be a size such as 64 B, not 'deep'", null)]
    public void What_a_kind_does_not_have_is_an_error(string workload, string message, string? hint)
    {
        var error = Assert.Single(Parse(workload).Errors);
        Assert.Equal(message, error.Message);
        Assert.True(hint is null || error.Hint == hint, error.Hint);
    }

    [Fact]
    public void The_schema_has_the_keys_of_every_kind_and_the_rules_between_them()
    {
        var workload = JsonNode.Parse(ScenarioSchema.Text(Vocabulary))!["properties"]!["workloads"]!["additionalProperties"]!;
        Assert.Equal(["exchange", "murmur"], workload["properties"]!["kind"]!["enum"]!.AsArray().Select(word => word!.GetValue<string>()));
        Assert.Equal(
            [
                "kind", "request", "response", "depth", "connections", "streams", "fresh", "pipeline", "server-work", "path",
                "method", "headers", "bearer", "body", "expect", "rpc", "reuse", "think", "requests", "objectives", "loads",
            ],
            workload["properties"]!.AsObject().Select(property => property.Key));
        Assert.Equal("murmur", workload["if"]!["properties"]!["kind"]!["enum"]![0]!.GetValue<string>());
        Assert.Equal("depth", workload["else"]!["not"]!["required"]![0]!.GetValue<string>());
    }

    [Fact]
    public void Kinds_that_differ_in_their_rules_are_told_apart()
    {
        var vocabulary = Vocabulary with { Workloads = [.. WorkloadCatalog.All, new Murmur()] };
        var workload = JsonNode.Parse(ScenarioSchema.Text(vocabulary))!["properties"]!["workloads"]!["additionalProperties"]!;
        var kinds = new List<string>();
        var rules = workload;
        for (; rules["if"] is { } condition; rules = rules["else"]!)
        {
            kinds.Add(condition["properties"]!["kind"]!["enum"]![0]!.GetValue<string>());
        }

        Assert.Equal("murmur", kinds[^1]);
        Assert.Equal(kinds.Distinct(), kinds);
        Assert.Superset(new HashSet<string> { "download", "command" }, kinds.ToHashSet());
        Assert.NotNull(rules["not"]);
    }

    private static ScenarioReading Parse(string workload) => ScenarioFile.Parse(
        $"title: Which?\nprotocols: [tcp]\nworkloads: {{ {workload} }}\n", "case.yaml", new ScenarioOverrides(), Vocabulary);

    private sealed class Murmur : IWorkloadKind
    {
        public string Name => "murmur";

        public string Meaning => "speaks low.";

        public string Called => "a murmur";

        public WorkloadMeasure Measures => WorkloadMeasure.Payload;

        public IReadOnlyList<WorkloadKey> Keys { get; } =
        [
            new WorkloadKey<int>(
                new("depth", Shapes.Message, "How deep."), (workload, bytes) => workload with { MessageBytes = bytes }) { IsSize = true },
        ];

        public string KeysHint => "say how deep";

        public string? WhyNotInSlices => "it never pauses";

        public IEnumerable<(string Name, int Bytes)> MessagesOf(Workload workload) => [];

        public string Describe(Workload workload) => "low speech";
    }
}
