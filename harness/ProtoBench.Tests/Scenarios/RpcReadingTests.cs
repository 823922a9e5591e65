using ProtoBench.Contract.Requests;
using ProtoBench.Load.Requests;
using ProtoBench.Model.Scenarios.Requests;
using ProtoBench.Protocols.Shared.Protobuf;
using ProtoBench.Reading.Scenarios;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

/// <summary>gRPC calls as their users write them.</summary>
public sealed class RpcReadingTests
{
    private const string Proto = """
        syntax = "proto3";
        package a;
        service Shop {
          rpc Buy (Order) returns (Order);
          rpc Fill (stream Order) returns (Order);
        }
        message Order { string item = 1; repeated int32 sizes = 2; bool gift = 3; }
        """;

    [Fact]
    public void A_call_by_name_is_left_to_the_servers_reflection()
    {
        var request = Request("rpc: a.Shop/Buy\nheaders: { x-key: 1 }");

        Assert.Equal(("a.Shop/Buy", null, null), (request.Rpc!.Method, request.Rpc.ProtoFile, request.Rpc.Wire));
        Assert.Equal("call of a.Shop/Buy", request.Description);
        Assert.Throws<InvalidOperationException>(() => UserRequests.Of(request));
    }

    [Theory]
    [InlineData("message: { item: tea, sizes: [1, 2], gift: true }")]
    [InlineData("message: '{\"item\": \"tea\", \"sizes\": [1, 2], \"gift\": true}'")]
    [InlineData("messages: [ { item: \"tea\", sizes: [ \"1\", 2 ], gift: true } ]")]
    public void A_file_puts_the_message_into_protobuf_when_the_scenario_is_read(string message)
    {
        var request = UserRequests.Of(Request($"rpc:\n  method: a.Shop/Buy\n  proto: shop.proto\n  {message}"));

        Assert.Equal(("/a.Shop/Buy", new RpcStreams(false, false), new StatusRange(0, 0)), (
            request.Target, request.Streams, request.Expected));
        Assert.Equal([0x0a, 3, (byte)'t', (byte)'e', (byte)'a', 0x12, 2, 1, 2, 0x18, 1], Assert.Single(request.Messages).ToArray());
    }

    [Fact]
    public void A_stream_has_as_many_messages_as_are_written_and_a_single_call_one()
    {
        var stream = UserRequests.Of(
            Request("rpc: { method: a.Shop/Fill, proto: shop.proto, messages: [ {}, { item: x }, {} ] }\nexpect: 5"));
        var none = UserRequests.Of(Request("rpc: { method: a.Shop/Fill, proto: shop.proto }"));
        var one = UserRequests.Of(Request("rpc: { method: a.Shop/Buy, proto: shop.proto }"));

        Assert.Equal((3, new RpcStreams(true, false), new StatusRange(5, 5)), (stream.Messages.Count, stream.Streams, stream.Expected));
        Assert.Equal((0, 1), (none.Messages.Count, one.Messages.Count));
    }

    [Theory]
    [InlineData("method: a.Shop/Sell", "there is no method a.Shop/Sell; there are a.Shop/Buy, a.Shop/Fill")]
    [InlineData("{ method: a.Shop/Buy, message: { size: 1 } }", "message: a.Order has no field 'size'; it has item, sizes, gift")]
    [InlineData("{ method: a.Shop/Buy, message: { sizes: [1, x] } }", "message.sizes[1]: a whole number from -2147483648 to 2147483647 is wanted, and \"x\" is written")]
    [InlineData("{ method: a.Shop/Buy, messages: [ {}, {} ] }", "a.Shop/Buy takes one message, not 2; only streams of the client's have several")]
    [InlineData("{ method: a.Shop/Buy, message: {}, messages: [] }", "a call has either 'message' or 'messages'")]
    [InlineData("{ method: a.Shop/Buy, message: '{' }", "'message' is no JSON: Expected depth")]
    public void What_cannot_be_called_is_one_error(string call, string message)
    {
        var written = call.StartsWith('{') ? $"rpc: {call[..^2]}, proto: shop.proto }}" : $"rpc: {{ {call}, proto: shop.proto }}";

        var error = Assert.Single(Load(written).Errors);

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_may_be_compressed()
    {
        var request = UserRequests.Of(Request("rpc: { method: a.Shop/Buy, proto: shop.proto, compression: gzip }"));

        Assert.Equal(RpcCompression.Gzip, request.Compression);
        Assert.Equal(RpcCompression.None, UserRequests.Of(Request("rpc: { method: a.Shop/Buy, proto: shop.proto }")).Compression);
        var error = Assert.Single(Load("rpc: { method: a.Shop/Buy, compression: brotli }").Errors);
        Assert.Contains("gzip", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_has_no_path() => Assert.Equal(
        "'path' has no meaning beside 'rpc'", Assert.Single(Load("rpc: a.Shop/Buy\npath: /").Errors).Message);

    [Fact]
    public void What_reflection_tells_makes_the_same_request()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("shop.proto"), Proto);
        var spec = Request("rpc: { method: a.Shop/Buy, message: { item: tea } }");

        var wire = RpcRequests.Wire(spec.Rpc!, ProtoFile.Read(folder.File("shop.proto")));
        var request = UserRequests.Of(spec with { Rpc = spec.Rpc! with { Wire = wire } });

        Assert.Equal([0x0a, 3, (byte)'t', (byte)'e', (byte)'a'], Assert.Single(request.Messages).ToArray());
    }

    private static RequestSpec Request(string keys) => Assert.Single(Read.Scenario(Load(keys)).Workloads[0].Requests!);

    private static ScenarioReading Load(string keys)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("shop.proto"), Proto);
        File.WriteAllText(
            folder.File("s.yaml"),
            $"title: Which?\nprotocols: [http2]\nworkloads:\n  web:\n    {keys.ReplaceLineEndings("\n    ").TrimEnd()}");
        return ScenarioFile.Load(folder.File("s.yaml"), ScenarioOverrides.None, Read.Vocabulary);
    }
}
