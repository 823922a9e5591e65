using ProtoBench.Contract;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Protocols;
using ProtoBench.Reading.Scenarios;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

/// <summary>The settings <c>codec</c> and <c>compression</c> in files and plans.</summary>
public sealed class CodecReadingTests
{
    private static readonly ScenarioVocabulary Vocabulary =
        new(ProtocolCatalog.All, ["loopback"]) { Workloads = WorkloadCatalog.All };

    [Fact]
    public void They_are_parts_of_the_label()
    {
        var arms = Read.Scenario(Reading("{ protocol: http1, codec: json, compression: gzip }, { protocol: grpc, codec: protobuf }")).Arms;
        Assert.Equal(
            [
                new Arm { Label = "http1-json-gzip", Protocol = "http1", Codec = Codec.Json, Compression = Compression.Gzip },
                new Arm { Label = "grpc-protobuf", Protocol = "grpc", Codec = Codec.Protobuf },
            ],
            arms.Select(arm => arm with { CongestionControl = null }));
    }

    [Theory]
    [InlineData("{ protocol: tcp, codec: json }", "tcp has exchanges of bytes only")]
    [InlineData("{ protocol: http1, client: lean, codec: json }", "the lean client exchanges bytes only")]
    [InlineData("{ protocol: http1, compression: gzip }", "add codec: json or codec: protobuf")]
    [InlineData("{ protocol: websocket, codec: json, compression: gzip }", "these have it: http1, http2, grpc, http3")]
    public void What_they_cannot_be_is_told_with_the_way_out(string arm, string words)
    {
        var error = Assert.Single(Reading(arm).Errors);
        Assert.Equal(2, error.Line);
        Assert.Contains(words, $"{error.Message}; {error.Hint}", StringComparison.Ordinal);
    }

    [Fact]
    public void Other_kinds_than_exchanges_are_not_applicable()
    {
        var plan = TrialPlans.Of(Read.Scenario(Reading("{ protocol: http2, codec: json }", "{ kind: download }")));
        Assert.Empty(plan.Trials);
        Assert.Equal(
            "a codec says how the messages of exchanges are written, and a download has bytes only",
            Assert.Single(plan.Cells).NotApplicable);
    }

    private static ScenarioReading Reading(string arms, string workload = "{}") => ScenarioFile.Parse(
        $"title: Which?\nprotocols: [{arms}]\nworkloads: {{ w: {workload} }}\n", "s.yaml", ScenarioOverrides.None, Vocabulary);
}
