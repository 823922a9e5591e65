using ProtoBench.Contract;
using ProtoBench.Protocols.Grpc;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Grpc;

/// <summary>Our client calls foreign servers.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class ForeignGrpcServerTests
{
    private const string Refusal = "grpc-status 8 (RESOURCE_EXHAUSTED): 100% full: ü";

    [ForeignGrpcTheory]
    public async Task A_foreign_server_answers_unary_calls_of_every_size(ForeignGrpc foreign)
    {
        await using var server = await ForeignGrpcPeer.ServeAsync(foreign, "Exchange");
        await using var connection = await ConnectAsync(server);
        foreach (var size in new[] { 0, 1, 1_000, 70_000, 1_000_000, ProtocolTraits.LargestMessageBytes })
        {
            await connection.ExchangeAsync(Payload.Create(size), size, Limits.Token()).Limited();
        }

        await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => connection.ExchangeAsync(Payload.Create(i), i * 999, Limits.Token()).Limited()));
    }

    [ForeignGrpcTheory]
    public async Task A_foreign_server_sends_a_stream(ForeignGrpc foreign)
    {
        await using var server = await ForeignGrpcPeer.ServeAsync(foreign, "Download");
        await using var connection = await ConnectAsync(server);

        var totals = await connection.DownloadAsync(TransferOf(1_000_007), CancellationToken.None, Limits.Token()).Limited();

        Assert.Equal(new TransferTotals(1_000_007, 1_000_007, 101, 101), totals);
    }

    [ForeignGrpcTheory]
    public async Task A_foreign_server_receives_a_stream(ForeignGrpc foreign)
    {
        await using var server = await ForeignGrpcPeer.ServeAsync(foreign, "Upload");
        await using var connection = await ConnectAsync(server);

        var totals = await connection.UploadAsync(TransferOf(1_000_007), CancellationToken.None, Limits.Token()).Limited();

        Assert.Equal(new TransferTotals(1_000_007, 1_000_007, 101, 101), totals);
    }

    [ForeignGrpcTheory]
    public async Task A_foreign_server_streams_in_both_directions_at_once(ForeignGrpc foreign)
    {
        await using var server = await ForeignGrpcPeer.ServeAsync(foreign, "Converse");
        await using var connection = await ConnectAsync(server);
        await using var stream = connection.OpenCall(Limits.Token());

        // One after the other, which a stream of one direction could not do; then several at once.
        foreach (var size in new[] { 0, 1, 70_000, 1_000_000 })
        {
            Assert.True(await stream.SendAsync(Payload.Create(size), size).Limited());
            Assert.True(await stream.ReceiveAsync().Limited());
        }

        for (var i = 0; i < 10; i++)
        {
            Assert.True(await stream.SendAsync(Payload.Create(i), i * 99).Limited());
        }

        await stream.CompleteAsync().Limited();
        for (var i = 0; i < 10; i++)
        {
            Assert.True(await stream.ReceiveAsync().Limited());
        }

        Assert.False(await stream.ReceiveAsync().Limited());
    }

    [ForeignGrpcTheory]
    public async Task A_status_of_a_foreign_server_is_named_with_its_message_in_every_kind_of_call(ForeignGrpc foreign)
    {
        await using var server = await ForeignGrpcPeer.ServeAsync(foreign, "Exchange", "Download", "Upload", "Converse");
        await using var connection = await ConnectAsync(server, verify: false);
        await using var stream = connection.OpenCall(Limits.Token());
        await stream.SendAsync("refuse"u8.ToArray(), 10).Limited();

        await RefusedAsync(() => connection.ExchangeAsync("refuse"u8.ToArray(), 10, Limits.Token()).Limited());
        await RefusedAsync(() => connection.DownloadAsync(TransferOf(1_000, 1), CancellationToken.None, Limits.Token()).Limited());
        await RefusedAsync(() => connection.UploadAsync(TransferOf(long.MaxValue, 1), CancellationToken.None, Limits.Token()).Limited());
        await RefusedAsync(() => stream.ReceiveAsync().Limited());

        // None of them has cost the connection.
        await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
    }

    [ForeignGrpcTheory]
    public async Task A_foreign_server_without_the_method_says_so(ForeignGrpc foreign)
    {
        await using var server = await ForeignGrpcPeer.ServeAsync(foreign, "Upload");
        await using var connection = await ConnectAsync(server);

        var error = await Assert.ThrowsAsync<BadResponseException>(
            () => connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited());

        Assert.StartsWith("grpc-status 12 (UNIMPLEMENTED)", error.Message, StringComparison.Ordinal);
    }

    [ForeignGrpcTheory]
    public async Task A_deadline_is_a_time_out_and_the_connection_goes_on(ForeignGrpc foreign)
    {
        await using var server = await ForeignGrpcPeer.ServeAsync(foreign, "Exchange");
        await using var connection = await ConnectAsync(server, deadline: TimeSpan.FromSeconds(1), verify: false);

        var error = await Assert.ThrowsAsync<TimeoutException>(
            () => connection.ExchangeAsync("wait"u8.ToArray(), 10, Limits.Token()).Limited());

        Assert.StartsWith("grpc-status 4 (DEADLINE_EXCEEDED)", error.Message, StringComparison.Ordinal);
        await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
    }

    private static async Task RefusedAsync(Func<Task> call) =>
        Assert.Equal(Refusal, (await Assert.ThrowsAsync<BadResponseException>(call)).Message);

    private static async Task<IBidirectionalConnection> ConnectAsync(
        ForeignGrpcPeer server, TimeSpan? deadline = null, bool verify = true) =>
        Assert.IsAssignableFrom<IBidirectionalConnection>(
            await new GrpcProtocol(deadline).ConnectAsync(new() { EndPoint = server.EndPoint, VerifyContent = verify }, Limits.Token()));

    private static Transfer TransferOf(long totalBytes, int messageBytes = 10_000) =>
        new() { MessageBytes = messageBytes, TotalBytes = totalBytes, Meter = new TransferMeter() };
}
