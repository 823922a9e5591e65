using System.Net;
using System.Net.Sockets;
using ProtoBench.Protocols.Shared.BlockingSockets;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.BlockingSockets;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class HeldSocketTests
{
    [Fact]
    public async Task A_descriptor_is_not_used_again_while_its_socket_is_held()
    {
        var (left, right) = Pair();
        using var _ = right;
        var number = (int)left.Handle;
        using var holding = new ManualResetEventSlim();
        using var over = new ManualResetEventSlim();
        var held = Limits.Apart(() =>
        {
            using var socket = new HeldSocket(left.SafeHandle);
            holding.Set();
            Assert.True(over.Wait(Limits.Wait));
        });
        Assert.True(holding.Wait(Limits.Wait));

        var disposing = Limits.Apart(left.Dispose);
        var others = Enumerable.Range(0, 100).Select(_ => new Socket(SocketType.Dgram, ProtocolType.Udp)).ToList();

        Assert.DoesNotContain(number, others.Select(other => (int)other.Handle));
        Assert.False(disposing.IsCompleted);
        over.Set();
        await held;
        await disposing;
        others.ForEach(other => other.Dispose());
    }

    [Theory]
    [InlineData(SocketType.Stream)]
    [InlineData(SocketType.Dgram)]
    public async Task Disposing_a_socket_ends_a_receive_that_waits(SocketType type)
    {
        var (left, right) = Pair(type);
        using var _ = right;
        using var waiting = new ManualResetEventSlim();
        var receiving = Limits.Apart(() =>
        {
            using var socket = new HeldSocket(left.SafeHandle);
            waiting.Set();
            try
            {
                Assert.Equal(0, socket.Receive(new byte[10]));
            }
            catch (SocketException)
            {
                // How .NET wakes a stream: by disconnecting it.
            }
        });
        Assert.True(waiting.Wait(Limits.Wait));

        await Limits.Apart(left.Dispose);

        await receiving;
        var error = Record.Exception(() => new HeldSocket(left.SafeHandle).Dispose());
        Assert.IsType<ObjectDisposedException>(error);
    }

    [Fact]
    public async Task A_receive_ends_when_the_sockets_own_limit_is_over()
    {
        var (left, right) = Pair(SocketType.Dgram);
        using var _ = right;
        using var socket = left;
        left.ReceiveTimeout = 50;

        var error = await Assert.ThrowsAsync<SocketException>(() => Limits.Apart(() =>
        {
            using var held = new HeldSocket(left.SafeHandle);
            held.Receive(new byte[10]);
        }));

        Assert.Equal(SocketError.WouldBlock, error.SocketErrorCode);
    }

    [Fact]
    public void A_reset_is_told_by_its_name()
    {
        var (left, right) = Pair();
        using var socket = left;
        right.LingerState = new LingerOption(enable: true, seconds: 0);
        right.Dispose();
        using var held = new HeldSocket(left.SafeHandle);

        Assert.Equal(SocketError.ConnectionReset, Receive(held));
    }

    [Fact]
    public void A_send_on_a_stream_that_was_shut_down_is_an_error_and_no_signal()
    {
        var (left, right) = Pair();
        using var _ = right;
        using var socket = left;
        left.Shutdown(SocketShutdown.Send);
        using var held = new HeldSocket(left.SafeHandle);

        Assert.Equal(SocketError.Shutdown, Send(held));
    }

    [Fact]
    public async Task More_than_the_buffers_hold_is_sent_as_the_peer_takes_it()
    {
        const int Bytes = 16 * 1024 * 1024;
        var (left, right) = Pair();
        using var sender = left;
        using var receiver = right;
        var receiving = Limits.Apart(() =>
        {
            using var held = new HeldSocket(receiver.SafeHandle);
            var buffer = new byte[100_000];
            var received = 0;
            while (received < Bytes)
            {
                received += held.Receive(buffer);
            }

            Assert.Equal(Bytes, received);
        });

        await Limits.Apart(() =>
        {
            using var held = new HeldSocket(sender.SafeHandle);
            held.Send(new byte[Bytes]);
        });

        await receiving;
    }

    [Fact]
    public void A_datagram_is_answered_to_whom_it_came_from()
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        client.Connect(server.LocalEndPoint!);
        client.Send([1, 2, 3]);
        var buffer = new byte[10];
        var sender = new SocketAddress(AddressFamily.InterNetwork);
        using var held = new HeldSocket(server.SafeHandle);

        Assert.Equal(3, held.Receive(buffer, sender));
        Assert.Equal(client.LocalEndPoint, new IPEndPoint(0, 0).Create(sender));
        Assert.True(held.TrySend(buffer.AsSpan(0, 2), sender));
        Assert.Equal(2, client.Receive(buffer));

        // Nothing goes to port 0.
        Assert.False(held.TrySend(buffer, new IPEndPoint(IPAddress.Loopback, 0).Serialize()));
    }

    private static SocketError? Receive(in HeldSocket held)
    {
        try
        {
            held.Receive(new byte[10]);
            return null;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode;
        }
    }

    private static SocketError? Send(in HeldSocket held)
    {
        try
        {
            held.Send([1]);
            return null;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode;
        }
    }

    /// <summary>Two sockets on loopback that are connected to each other.</summary>
    private static (Socket Left, Socket Right) Pair(SocketType type = SocketType.Stream)
    {
        var protocol = type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp;
        var left = new Socket(AddressFamily.InterNetwork, type, protocol);
        var right = new Socket(AddressFamily.InterNetwork, type, protocol);
        right.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        if (type == SocketType.Dgram)
        {
            left.Connect(right.LocalEndPoint!);
            return (left, right);
        }

        right.Listen(1);
        left.Connect(right.LocalEndPoint!);
        var accepted = right.Accept();
        right.Dispose();
        return (left, accepted);
    }
}
