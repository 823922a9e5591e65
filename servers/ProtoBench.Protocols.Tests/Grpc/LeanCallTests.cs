using System.Buffers.Binary;
using Google.Protobuf;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Grpc;
using ProtoBench.Protocols.Grpc.V1;
using ProtoBench.Protocols.Lean.Exchanges;
using ProtoBench.Protocols.Shared.Protobuf;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Protocols.Tests.Sites;

namespace ProtoBench.Protocols.Tests.Grpc;

/// <summary>Unary calls of the lean client: its bytes beside the library's, and foreign servers.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class LeanCallTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(64, 64)]
    [InlineData(127, 128)]
    [InlineData(128, 70_000)]
    [InlineData(70_000, int.MaxValue)]
    public void A_request_is_what_the_library_writes(int requestBytes, int responseBytes)
    {
        var payload = Payload.Create(requestBytes);
        var expected = new ExchangeRequest { Payload = ByteString.CopyFrom(payload), ResponseBytes = responseBytes }.ToByteArray();
        byte[] buffer = [1, 2, 3];

        var length = new LeanCalls().Pack(payload, responseBytes, ref buffer);

        Assert.Equal(expected.Length, BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(1)));
        Assert.Equal([0, .. expected], [buffer[0], .. buffer.AsSpan(LeanCalls.PrefixBytes, length - LeanCalls.PrefixBytes)]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(20_000)]
    public void A_reply_is_read_in_any_pieces(int bytes)
    {
        var reply = Framed(new ExchangeReply { Payload = ByteString.CopyFrom(Payload.Create(bytes)) }.ToByteArray());
        foreach (var piece in new[] { 1, 2, 3, 7, reply.Length })
        {
            var reader = Reader(bytes);
            for (var at = 0; at < reply.Length; at += piece)
            {
                Assert.False(reader.AwaitsTrailer);
                reader.Take(reply.AsSpan(at, Math.Min(piece, reply.Length - at)));
            }

            Assert.True(reader.AwaitsTrailer);
            reader.Field("grpc-status"u8, "0"u8);
            Assert.Null(reader.Judge(200));
            Assert.Equal((0, bytes), (reader.Status, reader.Received));
        }
    }

    [Fact]
    public void Another_length_no_status_another_status_and_half_a_message_are_bad_responses()
    {
        var reply = Framed(new ExchangeReply { Payload = ByteString.CopyFrom(Payload.Create(9)) }.ToByteArray());

        Assert.Equal("the response has 9 bytes, asked for were 10", Judged(10, reply, "0"));
        Assert.Equal("the response has no grpc-status", Judged(9, reply, null));
        Assert.Equal("the response ends in the middle of a message", Judged(9, reply[..^1], "0"));
        Assert.Equal("the call ended with OK and 0 messages; one is owed", Judged(9, [], "0"));
        Assert.Equal("the call ended with OK and 2 messages; one is owed", Judged(18, [.. reply, .. reply], "0"));
        Assert.Equal("grpc-status 8 (RESOURCE_EXHAUSTED): 100% full: ü", Judged(9, [], "8", "100%25 full: %C3%BC"));
        Assert.Equal("HTTP status 503 to protobench.v1.Bench/Exchange, and no grpc-status", Judged(9, [], null, http: 503));
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 0, 0, 2, 0x0A, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 0x12, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 3, 0x0A, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 0x0A })]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 0x0A, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80 })]
    public void What_is_no_reply_is_malformed(byte[] octets) => Assert.Throws<BadResponseException>(() => Reader(0).Take(octets));

    [Fact]
    public void Wrong_content_is_told_where_it_is_verified()
    {
        var reply = Framed(new ExchangeReply { Payload = ByteString.CopyFrom(new byte[10]) }.ToByteArray());

        Assert.Throws<BadResponseException>(() => Reader(10).Take(reply));
    }

    [ForeignGrpcTheory]
    public async Task A_foreign_server_answers_lean_calls_of_every_size(ForeignGrpc foreign)
    {
        await using var server = await ForeignGrpcPeer.ServeAsync(foreign, "Exchange");
        await using var connection = await LeanAsync(new() { EndPoint = server.EndPoint, VerifyContent = true, Lean = true });
        foreach (var size in new[] { 0, 1, 1_000, 70_000, 1_000_000, ProtocolTraits.LargestMessageBytes })
        {
            await connection.ExchangeAsync(Payload.Create(size), size, Limits.Token()).Limited();
        }

        await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => connection.ExchangeAsync(Payload.Create(i), i * 999, Limits.Token()).Limited()));
    }

    [ForeignGrpcTheory]
    public async Task A_status_of_a_foreign_server_is_told_with_its_message(ForeignGrpc foreign)
    {
        await using var server = await ForeignGrpcPeer.ServeAsync(foreign, "Exchange");
        await using var connection = await LeanAsync(new() { EndPoint = server.EndPoint, Lean = true });

        var error = await Assert.ThrowsAsync<BadResponseException>(
            () => connection.ExchangeAsync("refuse"u8.ToArray(), 1, Limits.Token()).Limited());

        Assert.Equal("grpc-status 8 (RESOURCE_EXHAUSTED): 100% full: ü", error.Message);
        await connection.ExchangeAsync(Payload.Create(1), 1, Limits.Token()).Limited();
    }

    [PythonGrpcFact]
    public async Task A_users_unary_call_counts_what_comes_back_and_quotes_another_status()
    {
        await using var peer = await ScriptPeer.StartAsync(
            "/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Sites", "rpc_peer.py"), "none"]);
        await using var connection = await LeanAsync(Site.At(peer.EndPoint) with { Lean = true });
        var shop = ProtoFile.Read(Path.Combine(AppContext.BaseDirectory, "Sites", "shop.proto"));
        var metadata = new[] { KeyValuePair.Create("X-Key", "value"), KeyValuePair.Create("x-raw-bin", Convert.ToBase64String("raw"u8)) };

        var reply = await AskAsync(connection, shop, """{"item":"metadata"}""", metadata);
        var error = await Assert.ThrowsAsync<UnexpectedStatusException>(() => AskAsync(connection, shop, """{"item":"nothing"}""", []));
        var stream = new UserRequest { Name = "chat", Target = "/demo.v1.Shop/Chat", Streams = new RpcStreams(true, true) };
        var chat = await Assert.ThrowsAsync<IOException>(
            () => ((IRequestConnection)connection).RequestAsync(stream, Limits.Token()).Limited());

        Assert.Equal((0, 2 + "value raw".Length), (reply.Status, reply.Bytes));
        Assert.True(reply.SentAt > 0 && reply.FirstByteAt >= reply.SentAt);
        Assert.Equal("grpc-status 5 (NOT_FOUND) to demo.v1.Shop/Unary; 0 is wanted; the server says: no such item: 100 %", error.Message);
        Assert.Equal(
            "the lean client makes unary calls without compression only, and 'chat' is none; use client: dotnet", chat.Message);
    }

    private static Task<IProtocolConnection> LeanAsync(EndpointSettings settings) =>
        new GrpcProtocol().ConnectAsync(settings, Limits.Token()).Limited();

    private static Task<Reply> AskAsync(
        IProtocolConnection connection, RpcDescriptors shop, string message, IReadOnlyList<KeyValuePair<string, string>> metadata) =>
        ((IRequestConnection)connection).RequestAsync(
            new UserRequest
            {
                Name = "unary",
                Target = "/demo.v1.Shop/Unary",
                Headers = metadata,
                Messages = [JsonMessage.Encode(shop.Find("demo.v1.Shop/Unary").InputType, message)],
                Expected = new StatusRange(0, 0),
            },
            Limits.Token()).Limited();

    private static ICallReader Reader(int responseBytes)
    {
        var calls = new LeanCalls();
        var reader = calls.CreateReader(verify: true);
        reader.Begin(calls.Exchange(0, responseBytes));
        return reader;
    }

    private static string? Judged(int responseBytes, byte[] content, string? status, string? message = null, int http = 200)
    {
        var calls = new LeanCalls();
        var reader = calls.CreateReader(verify: false);
        reader.Begin(calls.Exchange(0, responseBytes));
        reader.Take(content);
        if (status is not null)
        {
            reader.Field("grpc-status"u8, System.Text.Encoding.ASCII.GetBytes(status));
            reader.Field("grpc-message"u8, System.Text.Encoding.ASCII.GetBytes(message ?? ""));
        }

        return reader.Judge(http)?.Message;
    }

    private static byte[] Framed(byte[] message)
    {
        var framed = new byte[LeanCalls.PrefixBytes + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
        message.CopyTo(framed, LeanCalls.PrefixBytes);
        return framed;
    }
}
