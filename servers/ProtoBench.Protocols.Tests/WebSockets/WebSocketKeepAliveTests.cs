using System.Net;
using ProtoBench.Contract;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Protocols.WebSockets;

namespace ProtoBench.Protocols.Tests.WebSockets;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class WebSocketKeepAliveTests
{
    /// <summary>Longer than a ping and its answer may take; a WebSocket that nobody reads takes no answer in.</summary>
    [Theory]
    [InlineData("http1")]
    [InlineData("http2")]
    public async Task A_connection_that_asks_its_peer_stays_while_that_answers_and_exchanges_afterwards(string over)
    {
        var second = TimeSpan.FromSeconds(1);
        var protocol = new WebSocketProtocol();
        await using var server = await protocol.ListenAsync(
            new() { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Over = over }, Limits.Token());
        await using var connection = await protocol.ConnectAsync(
            new()
            {
                EndPoint = server.EndPoint,
                Over = over,
                VerifyContent = true,
                KeepAlive = new KeepAlive(KeepAliveBy.Protocol, second, second, 1),
            },
            Limits.Token());
        await connection.ExchangeAsync(default, 0, Limits.Token()).AsTask().Limited();

        await Task.Delay(5 * second);

        foreach (var bytes in (int[])[0, 100, 0, 200_000, 1])
        {
            await connection.ExchangeAsync(new byte[64], bytes, Limits.Token()).AsTask().Limited();
        }
    }
}
