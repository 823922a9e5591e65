using System.Net;
using System.Net.Sockets;
using System.Text;
using ProtoBench.Links.Native;
using ProtoBench.Links.Relaying;
using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>A server outside a namespace answers inside it.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class LinkRelayTests
{
    [LinkFact]
    public async Task Streams_pass_with_their_ends()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var inside = new NetworkNamespace("test");
        using var relay = LinkRelay.Start(inside.Path, IPAddress.Loopback, (IPEndPoint)server.LocalEndpoint);

        // A socket of the namespace: outside, the relay's port is the server's own.
        using var client = inside.Run(() =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(relay.EndPoint);
            return socket;
        });
        using var accepted = await server.AcceptSocketAsync().WaitAsync(Patience.Limit);

        client.Send(Encoding.ASCII.GetBytes("question"));
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal("question", await ReadToEndAsync(accepted));
        accepted.Send(Encoding.ASCII.GetBytes("answer"));
        accepted.Shutdown(SocketShutdown.Send);
        Assert.Equal("answer", await ReadToEndAsync(client));
    }

    [LinkFact]
    public async Task A_server_that_is_not_there_resets_whoever_comes()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var target = (IPEndPoint)nobody.LocalEndpoint;
        nobody.Stop();
        using var inside = new NetworkNamespace("test");
        using var relay = LinkRelay.Start(inside.Path, IPAddress.Loopback, target);
        using var client = inside.Run(() =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(relay.EndPoint);
            return socket;
        });

        var error = await Assert.ThrowsAsync<SocketException>(() => ReadToEndAsync(client));

        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    [LinkFact]
    public async Task A_client_that_resets_its_connection_resets_the_servers()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var inside = new NetworkNamespace("test");
        using var relay = LinkRelay.Start(inside.Path, IPAddress.Loopback, (IPEndPoint)server.LocalEndpoint);
        var client = inside.Run(() =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(relay.EndPoint);
            return socket;
        });
        using var accepted = await server.AcceptSocketAsync().WaitAsync(Patience.Limit);

        client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Dispose();

        var error = await Assert.ThrowsAsync<SocketException>(() => ReadToEndAsync(accepted));
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    [LinkFact]
    public async Task Datagrams_pass_each_client_as_one_of_its_own()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var inside = new NetworkNamespace("test");
        using var relay = LinkRelay.Start(inside.Path, IPAddress.Loopback, (IPEndPoint)server.Client.LocalEndPoint!);
        using var one = inside.Run(() => new UdpClient(new IPEndPoint(IPAddress.Loopback, 0)));
        using var other = inside.Run(() => new UdpClient(new IPEndPoint(IPAddress.Loopback, 0)));

        foreach (var (client, word) in new[] { (one, "one"), (other, "other") })
        {
            client.Send(Encoding.ASCII.GetBytes(word), relay.EndPoint);
            var received = await server.ReceiveAsync().WaitAsync(Patience.Limit);
            Assert.Equal(word, Encoding.ASCII.GetString(received.Buffer));
            server.Send(Encoding.ASCII.GetBytes($"to {word}"), received.RemoteEndPoint);
        }

        Assert.Equal("to other", Encoding.ASCII.GetString((await other.ReceiveAsync().WaitAsync(Patience.Limit)).Buffer));
        Assert.Equal("to one", Encoding.ASCII.GetString((await one.ReceiveAsync().WaitAsync(Patience.Limit)).Buffer));
    }

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer).WaitAsync(Patience.Limit) is var read and > 0)
        {
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return text.ToString();
    }
}
