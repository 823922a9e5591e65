using System.Net;
using ProtoBench.Contract;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Udp;

/// <summary>Flows of datagrams between a client and an application of the server.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class DatagramFlowTests
{
    [Fact]
    public async Task Messages_flow_both_ways_until_one_side_ends()
    {
        await using var server = await ListenAsync(async (stream, token) =>
        {
            while (await stream.ReceiveAsync(token) is { } message)
            {
                await stream.SendAsync(message, token);
            }
        });
        await using var connection = await ConnectAsync(server);
        await using var flow = await ((IDatagramFlowConnection)connection).OpenFlowAsync("echo", Limits.Token());
        foreach (var length in new[] { 0, 1, 1_400, 60_000 })
        {
            await flow.SendAsync(Payload.Create(length), Limits.Token());
            var message = await flow.ReceiveAsync(Limits.Token()).Limited();
            Assert.Equal(length, message!.Value.Length);
            Payload.Verify(message.Value.Span);
        }

        await flow.EndAsync(Limits.Token());
        Assert.Null(await flow.ReceiveAsync(Limits.Token()).Limited());
    }

    [Fact]
    public async Task An_application_that_is_not_there_is_named()
    {
        await using var server = await ListenAsync((_, _) => Task.CompletedTask);
        await using var connection = await ConnectAsync(server);
        var error = await Assert.ThrowsAsync<BadResponseException>(async () =>
        {
            await using var flow = await ((IDatagramFlowConnection)connection).OpenFlowAsync("other", Limits.Token());
            await flow.ReceiveAsync(Limits.Token()).Limited();
        });
        Assert.Equal("the server has no application 'other'", error.Message);
    }

    [Fact]
    public async Task A_client_that_is_gone_ends_its_application_and_the_server_can_be_disposed()
    {
        var ended = new TaskCompletionSource();
        await using var server = await ListenAsync(async (stream, token) =>
        {
            try
            {
                await stream.ReceiveAsync(token);
            }
            finally
            {
                ended.SetResult();
            }
        });
        var connection = await ConnectAsync(server);
        await ((IDatagramFlowConnection)connection).OpenFlowAsync("echo", Limits.Token());
        await connection.DisposeAsync();

        await ended.Task.Limited();
    }

    [Fact]
    public async Task A_server_that_is_disposed_ends_what_waits_in_it()
    {
        var began = new TaskCompletionSource();
        var server = await ListenAsync(async (stream, token) =>
        {
            began.SetResult();
            await stream.ReceiveAsync(token);
        });
        await using var connection = await ConnectAsync(server);
        await ((IDatagramFlowConnection)connection).OpenFlowAsync("echo", Limits.Token());
        await began.Task.Limited();

        await server.DisposeAsync().Limited();
    }

    private static ValueTask<IProtocolServer> ListenAsync(ServerApplication application) => ProtocolCatalog.Find("udp")!.ListenAsync(
        new()
        {
            EndPoint = new IPEndPoint(IPAddress.Loopback, 0),
            Applications = new Dictionary<string, ServerApplication> { ["echo"] = application },
        },
        Limits.Token());

    private static ValueTask<IProtocolConnection> ConnectAsync(IProtocolServer server) =>
        ProtocolCatalog.Find("udp")!.ConnectAsync(new() { EndPoint = server.EndPoint }, Limits.Token());
}
