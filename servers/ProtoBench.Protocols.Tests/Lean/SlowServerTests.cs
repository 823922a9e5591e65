using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Lean;

/// <summary>Which client asks changes what asking costs, and not how long a server takes.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class SlowServerTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(40);

    [Fact]
    public async Task Both_clients_see_the_same_median_of_a_server_that_takes_its_time()
    {
        var (lean, idiomatic) = (await MedianAsync(lean: true), await MedianAsync(lean: false));

        // A busy machine adds to both; neither may be earlier than the server, nor wait for anything of its own such as a delayed ACK.
        Assert.InRange(lean, Delay.TotalMilliseconds, double.MaxValue);
        Assert.InRange(idiomatic, Delay.TotalMilliseconds, double.MaxValue);
        Assert.InRange(lean / idiomatic, 1 / 1.5, 1.5);
    }

    private static async Task<double> MedianAsync(bool lean)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(() => Serve(listener));
        var times = new List<double>();
        await using (var connection = await HttpProtocol.Http1.ConnectAsync(
            new() { EndPoint = listener.LocalEndpoint, Lean = lean }, Limits.Token()))
        {
            for (var i = 0; i < 11; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await connection.ExchangeAsync(Payload.Create(100), 1, Limits.Token()).Limited();
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        await serving.Limited();
        return times.Order().ElementAt(times.Count / 2);
    }

    private static void Serve(TcpListener listener)
    {
        using var socket = listener.AcceptSocket();
        socket.NoDelay = true;
        var buffer = new byte[4096];
        var seen = 0;
        while (socket.Receive(buffer) is > 0 and var received)
        {
            // The head may come without its body.
            seen += received;
            if (!buffer.AsSpan(0, received).EndsWith(Payload.Create(100)))
            {
                continue;
            }

            Thread.Sleep(Delay);
            socket.Send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na"u8);
        }

        Assert.True(seen > 0);
    }
}
