using System.Net;
using ProtoBench.Contract;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Protocols.WebSockets;

namespace ProtoBench.Protocols.Tests.WebSockets;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class WebSocketKeepAliveTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Longer than a ping and its answer may take; a WebSocket that nobody reads takes no answer in.</summary>
    [Theory]
    [InlineData("http1")]
    [InlineData("http2")]
    public async Task A_connection_that_asks_its_peer_stays_while_that_answers_and_exchanges_afterwards(string over)
    {
        await using var server = await ServeAsync(over, work: TimeSpan.Zero);
        await using var connection = await ConnectAsync(server, over);
        await connection.ExchangeAsync(default, 0, Limits.Token()).AsTask().Limited();

        await Task.Delay(5 * Second);

        foreach (var bytes in (int[])[0, 100, 0, 200_000, 1])
        {
            await connection.ExchangeAsync(new byte[64], bytes, Limits.Token()).AsTask().Limited();
        }
    }

    [Fact]
    public async Task An_exchange_that_is_given_up_ends_the_connection_and_leaves_no_second_receive()
    {
        await using var server = await ServeAsync("http1", work: Second);
        await using var connection = await ConnectAsync(server, "http1");
        await connection.ExchangeAsync(default, 0, Limits.Token()).AsTask().Limited();
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connection.ExchangeAsync(default, 0, limit.Token).AsTask().Limited());
        await Assert.ThrowsAsync<IOException>(() => connection.ExchangeAsync(default, 0, Limits.Token()).AsTask().Limited());
    }

    private static ValueTask<IProtocolServer> ServeAsync(string over, TimeSpan work) => new WebSocketProtocol().ListenAsync(
        new() { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Over = over, ServerWork = work }, Limits.Token());

    private static ValueTask<IProtocolConnection> ConnectAsync(IProtocolServer server, string over) => new WebSocketProtocol().ConnectAsync(
        new()
        {
            EndPoint = server.EndPoint,
            Over = over,
            VerifyContent = true,
            KeepAlive = new KeepAlive(KeepAliveBy.Protocol, Second, Second, 1),
        },
        Limits.Token());
}
