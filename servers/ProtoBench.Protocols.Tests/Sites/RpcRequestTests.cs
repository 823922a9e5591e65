using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Grpc;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Shared.Protobuf;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Protocols.Tests.Grpc;

namespace ProtoBench.Protocols.Tests.Sites;

/// <summary>Calls of a service that is not ours, of a server in Python, described by a file or by the server itself.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class RpcRequestTests
{
    private const string Order = """{"item":"tea","price":{"cents":"3"},"sizes":[1,-2],"at":"2026-01-31T12:00:00Z"}""";

    // "tea 3 1,-2 1769860800" as the only field of a receipt: tag and length take a byte each.
    private const int ReceiptBytes = 2 + 21;

    [PythonGrpcFact]
    public async Task All_four_kinds_of_call_by_a_proto_file_count_what_comes_back()
    {
        await using var peer = await PeerAsync("none");
        await using var connection = await ConnectAsync(peer);
        var shop = ProtoFile.Read(Path.Combine(AppContext.BaseDirectory, "Sites", "shop.proto"));

        var unary = await AskAsync(connection, Request(shop, "Unary", [Order]));
        var many = await AskAsync(connection, Request(shop, "Many", [Order]));
        var sum = await AskAsync(connection, Request(shop, "Sum", [Order, Order, Order]));
        var chat = await AskAsync(connection, Request(shop, "Chat", [Order, Order]));
        var none = await AskAsync(connection, Request(shop, "Chat", []));

        Assert.Equal((0, ReceiptBytes), (unary.Status, unary.Bytes));
        Assert.Equal(3 * ReceiptBytes, many.Bytes);
        Assert.Equal(2 + (3 * 21) + (2 * 3), sum.Bytes);
        Assert.Equal(2 * ReceiptBytes, chat.Bytes);
        Assert.Equal(0, none.Bytes);
        Assert.True(unary.SentAt > 0 && unary.FirstByteAt >= unary.SentAt);
    }

    [PythonGrpcFact]
    public async Task Reflection_of_either_version_describes_as_much_as_the_file()
    {
        foreach (var version in new[] { new[] { "v1" }, ["v1alpha", "spare"] })
        {
            await using var peer = await PeerAsync(version);
            await using var connection = await ConnectAsync(peer);

            var shop = await RpcReflection.ReadAsync(Site.At(peer.EndPoint), ["demo.v1.Shop/Unary"], Limits.Token()).Limited();

            Assert.Equal(ReceiptBytes, (await AskAsync(connection, Request(shop, "Unary", [Order]))).Bytes);
        }
    }

    [PythonGrpcFact]
    public async Task A_server_without_reflection_or_without_the_service_is_told()
    {
        await using var mute = await PeerAsync("none");
        await using var other = await PeerAsync("v1");

        var none = await Assert.ThrowsAsync<ProtoException>(
            () => RpcReflection.ReadAsync(Site.At(mute.EndPoint), ["demo.v1.Shop/Unary"], Limits.Token()).Limited());
        var unknown = await Assert.ThrowsAsync<ProtoException>(
            () => RpcReflection.ReadAsync(Site.At(other.EndPoint), ["demo.v2.Shop/Unary"], Limits.Token()).Limited());

        Assert.Equal("the server has no reflection (grpc.reflection.v1 or v1alpha); name the .proto file as proto:", none.Message);
        Assert.Equal("the server has no service demo.v2.Shop; it has demo.v1.Shop", unknown.Message);
    }

    [PythonGrpcFact]
    public async Task Metadata_arrives_also_as_bytes()
    {
        await using var peer = await PeerAsync("none");
        await using var connection = await ConnectAsync(peer);
        var shop = ProtoFile.Read(Path.Combine(AppContext.BaseDirectory, "Sites", "shop.proto"));
        var request = Request(
            shop,
            "Unary",
            ["""{"item":"metadata"}"""],
            headers: [KeyValuePair.Create("X-Key", "value"), KeyValuePair.Create("x-raw-bin", Convert.ToBase64String("raw"u8))]);

        Assert.Equal(2 + "value raw".Length, (await AskAsync(connection, request)).Bytes);
    }

    [Theory]
    [InlineData(RpcCompression.None, null, null)]
    [InlineData(RpcCompression.Gzip, "gzip", "identity,gzip")]
    [InlineData(RpcCompression.Deflate, "deflate", "identity,deflate")]
    public async Task A_call_compresses_its_message_and_offers_the_same_for_the_response(
        RpcCompression compression, string? encoding, string? accepted)
    {
        IHeaderDictionary? headers = null;
        var flag = -1;
        await using var server = await KestrelHost.StartAsync(
            new EndpointSettings { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) },
            HttpDialect.Http2,
            new TransferMeter(),
            async features =>
            {
                var request = features.GetRequiredFeature<IHttpRequestFeature>();
                headers = request.Headers;
                var first = new byte[1];
                await request.Body.ReadExactlyAsync(first);
                flag = first[0];
                var response = features.GetRequiredFeature<IHttpResponseFeature>();
                response.Headers.ContentType = "application/grpc";
                await features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(new byte[] { 0, 0, 0, 0, 0 });
                features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers["grpc-status"] = "0";
            },
            Limits.Token());
        var request = new UserRequest
        {
            Name = "r",
            Target = "/demo.v1.Shop/Unary",
            Messages = [new byte[10_000]],
            Compression = compression,
            Expected = new StatusRange(0, 0),
        };

        var (reply, _) = await Site.AskAsync(new GrpcProtocol(), Site.At(server.EndPoint), request);

        Assert.Equal((0, 0L), (reply.Status, reply.Bytes));
        Assert.Equal(encoding, (string?)headers!["grpc-encoding"]);
        Assert.Equal(accepted ?? "identity", ((string?)headers["grpc-accept-encoding"])?.TrimEnd(','));
        Assert.Equal(compression == RpcCompression.None ? 0 : 1, flag);
    }

    [PythonGrpcFact]
    public async Task Grpcio_reads_compressed_messages_and_its_compressed_responses_are_read()
    {
        await using var peer = await PeerAsync("none", "gzip");
        await using var connection = await ConnectAsync(peer);
        var shop = ProtoFile.Read(Path.Combine(AppContext.BaseDirectory, "Sites", "shop.proto"));

        var plain = await AskAsync(connection, Request(shop, "Unary", [Order]));
        var gzip = await AskAsync(connection, Request(shop, "Unary", [Order], compression: RpcCompression.Gzip));
        var stream = await AskAsync(connection, Request(shop, "Chat", [Order, Order], compression: RpcCompression.Gzip));
        var other = await AskAsync(connection, Request(shop, "Unary", [Order], compression: RpcCompression.Deflate));

        Assert.Equal((ReceiptBytes, ReceiptBytes, 2 * ReceiptBytes, ReceiptBytes), (plain.Bytes, gzip.Bytes, stream.Bytes, other.Bytes));
    }

    [PythonGrpcFact]
    public async Task Another_status_quotes_the_server_unless_it_is_the_expected_one()
    {
        await using var peer = await PeerAsync("none");
        await using var connection = await ConnectAsync(peer);
        var shop = ProtoFile.Read(Path.Combine(AppContext.BaseDirectory, "Sites", "shop.proto"));
        const string Nothing = """{"item":"nothing"}""";

        var error = await Assert.ThrowsAsync<UnexpectedStatusException>(
            () => AskAsync(connection, Request(shop, "Unary", [Nothing])));
        var stopped = await Assert.ThrowsAsync<UnexpectedStatusException>(
            () => AskAsync(connection, Request(shop, "Chat", [Order, """{"item":"stop"}""", Order])));
        var expected = await AskAsync(connection, Request(shop, "Unary", [Nothing], new StatusRange(5, 5)));
        var success = await Assert.ThrowsAsync<UnexpectedStatusException>(
            () => AskAsync(connection, Request(shop, "Unary", [Order], new StatusRange(5, 5))));
        var unknown = await Assert.ThrowsAsync<UnexpectedStatusException>(() => AskAsync(
            connection, new UserRequest { Name = "r", Target = "/demo.v1.Shop/Nothing", Expected = new StatusRange(0, 0) }));

        Assert.Equal(
            "grpc-status 5 (NOT_FOUND) to demo.v1.Shop/Unary; 0 is wanted; the server says: no such item: 100 %", error.Message);
        Assert.Equal((5, 10, 5, 0, 12), (error.Status, stopped.Status, expected.Status, success.Status, unknown.Status));
    }

    [NodeFact("@grpc/grpc-js")]
    public async Task Our_own_service_in_grpc_js_answers_a_call_described_by_its_file()
    {
        await using var peer = await ForeignGrpcPeer.ServeAsync(ForeignGrpc.All[1], "Exchange");
        var bench = ProtoFile.Read(Path.Combine(AppContext.BaseDirectory, "Sites", "bench.proto"));
        var method = bench.Find("protobench.v1.Bench/Exchange");
        var request = new UserRequest
        {
            Name = "exchange",
            Target = "/protobench.v1.Bench/Exchange",
            Messages = [JsonMessage.Encode(method.InputType, """{"payload":"AAEC","responseBytes":1000}""")],
            Expected = new StatusRange(0, 0),
        };

        var (reply, _) = await Site.AskAsync(new GrpcProtocol(), Site.At(peer.EndPoint), request);

        Assert.Equal(3 + 1_000, reply.Bytes);
    }

    private static Task<ScriptPeer> PeerAsync(params string[] arguments) => ScriptPeer.StartAsync(
        "/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Sites", "rpc_peer.py"), .. arguments]);

    private static Task<IProtocolConnection> ConnectAsync(ScriptPeer peer) =>
        new GrpcProtocol().ConnectAsync(Site.At(peer.EndPoint), Limits.Token()).Limited();

    private static Task<Reply> AskAsync(IProtocolConnection connection, UserRequest request) =>
        ((IRequestConnection)connection).RequestAsync(request, Limits.Token()).Limited();

    private static UserRequest Request(
        RpcDescriptors descriptors,
        string name,
        IReadOnlyList<string> messages,
        StatusRange? expected = null,
        IReadOnlyList<KeyValuePair<string, string>>? headers = null,
        RpcCompression compression = RpcCompression.None)
    {
        var method = descriptors.Find($"demo.v1.Shop/{name}");
        return new UserRequest
        {
            Name = name,
            Target = $"/demo.v1.Shop/{name}",
            Streams = new RpcStreams(method.IsClientStreaming, method.IsServerStreaming),
            Messages = [.. messages.Select(message => (ReadOnlyMemory<byte>)JsonMessage.Encode(method.InputType, message))],
            Expected = expected ?? new StatusRange(0, 0),
            Headers = headers ?? [],
            Compression = compression,
        };
    }
}
