using ProtoBench.Load.Workloads;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Reading.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

/// <summary>What scenarios say of streams, slow readers and mixes.</summary>
public sealed class ConversationReadingTests
{
    private static readonly ScenarioVocabulary Vocabulary =
        new(StubProtocol.Catalog, ["loopback"]) { Workloads = WorkloadCatalog.All };

    [Fact]
    public void A_stream_is_read()
    {
        var workload = Only("talk: { kind: stream, way: down, response: 1 KiB, loads: [ { open: 5/s } ] }");
        Assert.Equal((StreamWay.Down, 1_024, null), (workload.Way, workload.ResponseBytes, workload.Messages));
        Assert.Equal(7, Only("talk: { kind: stream, messages: 7 }").Messages);
    }

    [Fact]
    public void A_slow_reader_is_read()
    {
        var workload = Only("slow: { kind: slow-reader, reader: 2 MiB/s, message: 8 KiB }");
        Assert.Equal((2_097_152d, 8_192), (workload.ReaderBytesPerSecond, workload.MessageBytes));
    }

    [Fact]
    public void Parts_are_read_in_their_order() => Assert.Equal(
        [
            new MixedPart { Name = "small", RequestBytes = 1 },
            new MixedPart { Name = "bulk", ResponseBytes = 65_536, Flows = 4, OwnConnections = true },
        ],
        Only("mix: { kind: mixed, parts: { small: { request: 1 }, bulk: { response: 64 KiB, flows: 4, own-connections: true } } }").Parts!);

    [Theory]
    [InlineData("m: { kind: stream, way: sideways }", "'way' cannot be 'sideways'")]
    [InlineData("m: { kind: stream, messages: 0 }", "'messages' must be a whole number from 1 to 1,000,000, not 0")]
    [InlineData("m: { kind: slow-reader, reader: 1 MiB }", "'reader' must be a rate such as 1 MiB/s, not '1 MiB'")]
    [InlineData("m: { kind: mixed, parts: {} }", "'parts' is empty")]
    [InlineData("m: { kind: mixed, parts: { a: { flows: 2 } } }", "'a' is the first part, which the load point drives")]
    [InlineData("m: { kind: mixed, parts: { a: {}, b: {}, c: {}, d: {}, e: {} } }", "a workload has at most 4 parts, not 5")]
    [InlineData("m: { kind: mixed, parts: { a: { size: 2 } } }", "unknown key 'size'")]
    [InlineData("m: { parts: { a: {} } }", "'parts' has no meaning in a workload of kind exchange")]
    public void What_is_wrong_is_told_in_a_sentence(string workload, string message) =>
        Assert.Equal(message, Assert.Single(Parse(workload).Errors).Message);

    private static Workload Only(string workload) => Assert.Single(Read.Scenario(Parse(workload)).Workloads);

    private static ScenarioReading Parse(string workload) => ScenarioFile.Parse(
        $"title: Which?\nprotocols: [tcp]\nworkloads: {{ {workload} }}\n", "case.yaml", new ScenarioOverrides(), Vocabulary);
}
