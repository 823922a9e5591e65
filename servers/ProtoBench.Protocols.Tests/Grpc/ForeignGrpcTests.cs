using System.Net;
using System.Text.Json.Nodes;
using ProtoBench.Protocols.Grpc;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Protocols.Tls;

namespace ProtoBench.Protocols.Tests.Grpc;

/// <summary>Our gRPC against gRPC's C core, in both roles.</summary>
public sealed class ForeignGrpcTests
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    [ForeignGrpcFact]
    public async Task A_foreign_client_makes_a_unary_call()
    {
        var result = await CallOurServerAsync("unary");

        Assert.Equal("OK", (string?)result["code"]);
        Assert.Equal(100_001, (int?)result["bytes"]);
        Assert.True((bool?)result["intact"]);
    }

    [ForeignGrpcFact]
    public async Task A_foreign_client_receives_a_stream()
    {
        var result = await CallOurServerAsync("download");

        Assert.Equal("OK", (string?)result["code"]);
        Assert.Equal(1_000_007, (int?)result["bytes"]);
        Assert.Equal(101, (int?)result["messages"]);
        Assert.True((bool?)result["intact"]);
    }

    [ForeignGrpcFact]
    public async Task A_foreign_client_sends_a_stream()
    {
        var result = await CallOurServerAsync("upload");

        Assert.Equal("OK", (string?)result["code"]);
        Assert.Equal(500_007, (int?)result["bytes"]);
        Assert.Equal(52, (int?)result["messages"]);
    }

    [ForeignGrpcFact]
    public async Task A_foreign_client_sees_its_deadline_kept()
    {
        var result = await CallOurServerAsync("overdue");

        Assert.Equal("DEADLINE_EXCEEDED", (string?)result["code"]);
    }

    [ForeignGrpcFact]
    public async Task A_foreign_client_is_told_that_a_method_does_not_exist()
    {
        var result = await CallOurServerAsync("unknown");

        Assert.Equal("UNIMPLEMENTED", (string?)result["code"]);
        Assert.Equal("there is no method /protobench.v1.Bench/Nothing", (string?)result["details"]);
    }

    [ForeignGrpcFact]
    public async Task A_foreign_client_is_told_what_is_wrong_with_its_request()
    {
        var result = await CallOurServerAsync("wrong");

        Assert.Equal("INVALID_ARGUMENT", (string?)result["code"]);
        Assert.StartsWith("response_bytes is -1", (string?)result["details"], StringComparison.Ordinal);
    }

    [ForeignGrpcFact]
    public async Task A_foreign_client_is_told_that_compression_is_not_supported()
    {
        var result = await CallOurServerAsync("compressed");

        Assert.Equal("UNIMPLEMENTED", (string?)result["code"]);
    }

    [ForeignGrpcFact]
    public async Task A_foreign_client_calls_over_TLS()
    {
        using var identity = TlsIdentity.Create();
        var certificate = Path.GetTempFileName();
        await File.WriteAllTextAsync(certificate, identity.CertificatePem());
        await using var server = await new GrpcProtocol().ListenAsync(new() { EndPoint = AnyPort, Tls = identity }, Limits.Token());

        var result = await ForeignGrpcPeer.CallAsync(server.EndPoint, "unary", certificate);
        File.Delete(certificate);

        Assert.Equal("OK", (string?)result["code"]);
        Assert.True((bool?)result["intact"]);
    }

    [ForeignGrpcFact]
    public async Task A_foreign_server_answers_unary_calls_of_every_size()
    {
        await using var server = await ForeignGrpcPeer.ServeAsync("Exchange");
        await using var connection = await ConnectAsync(server);
        foreach (var size in new[] { 0, 1, 1_000, 70_000, 1_000_000 })
        {
            await connection.ExchangeAsync(Payload.Create(size), size, Limits.Token()).Limited();
        }

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => connection.ExchangeAsync(Payload.Create(i), i * 999, Limits.Token()).Limited()));
    }

    [ForeignGrpcFact]
    public async Task A_foreign_server_sends_a_stream()
    {
        await using var server = await ForeignGrpcPeer.ServeAsync("Download");
        await using var connection = await ConnectAsync(server);

        var totals = await connection.DownloadAsync(TransferOf(1_000_007), CancellationToken.None, Limits.Token()).Limited();

        Assert.Equal(new TransferTotals(1_000_007, 1_000_007, 101, 101), totals);
    }

    [ForeignGrpcFact]
    public async Task A_foreign_server_receives_a_stream()
    {
        await using var server = await ForeignGrpcPeer.ServeAsync("Upload");
        await using var connection = await ConnectAsync(server);

        var totals = await connection.UploadAsync(TransferOf(1_000_007), CancellationToken.None, Limits.Token()).Limited();

        Assert.Equal(new TransferTotals(1_000_007, 1_000_007, 101, 101), totals);
    }

    [ForeignGrpcFact]
    public async Task A_status_of_a_foreign_server_is_named_with_its_message()
    {
        await using var server = await ForeignGrpcPeer.ServeAsync("Exchange");
        await using var connection = await ConnectAsync(server, verify: false);

        var error = await Assert.ThrowsAsync<BadResponseException>(
            () => connection.ExchangeAsync("refuse"u8.ToArray(), 10, Limits.Token()).Limited());

        Assert.Equal("grpc-status 8 (RESOURCE_EXHAUSTED): 100% full: ü", error.Message);
        await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
    }

    [ForeignGrpcFact]
    public async Task A_foreign_server_without_the_method_says_so()
    {
        await using var server = await ForeignGrpcPeer.ServeAsync("Upload");
        await using var connection = await ConnectAsync(server);

        var error = await Assert.ThrowsAsync<BadResponseException>(
            () => connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited());

        Assert.StartsWith("grpc-status 12 (UNIMPLEMENTED)", error.Message, StringComparison.Ordinal);
    }

    [ForeignGrpcFact]
    public async Task A_foreign_server_keeps_the_deadline_we_send()
    {
        await using var server = await ForeignGrpcPeer.ServeAsync("Exchange");
        await using var connection = await ConnectAsync(server, deadline: TimeSpan.FromMilliseconds(300), verify: false);

        var error = await Assert.ThrowsAsync<BadResponseException>(
            () => connection.ExchangeAsync("wait"u8.ToArray(), 10, Limits.Token()).Limited());

        Assert.StartsWith("grpc-status 4 (DEADLINE_EXCEEDED)", error.Message, StringComparison.Ordinal);
    }

    private static async Task<JsonNode> CallOurServerAsync(string what)
    {
        await using var server = await new GrpcProtocol().ListenAsync(new() { EndPoint = AnyPort, VerifyContent = true }, Limits.Token());
        return await ForeignGrpcPeer.CallAsync(server.EndPoint, what);
    }

    private static ValueTask<IProtocolConnection> ConnectAsync(ForeignGrpcPeer server, TimeSpan? deadline = null, bool verify = true) =>
        new GrpcProtocol(deadline).ConnectAsync(new() { EndPoint = server.EndPoint, VerifyContent = verify }, Limits.Token());

    private static Transfer TransferOf(long totalBytes) => new() { MessageBytes = 10_000, TotalBytes = totalBytes, Meter = new TransferMeter() };
}
