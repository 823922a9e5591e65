using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace ProtoBench.Protocols.Tests.Conformance;

/// <summary>A relay of UDP datagrams: one socket towards the server for each client address.</summary>
internal sealed class DatagramRelay : Relay
{
    private readonly IPEndPoint _server;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Dictionary<SocketAddress, Socket> _towardsServer = [];
    private readonly ConcurrentBag<Task> _pumps = [];
    private readonly Task _receiving;

    private readonly Func<Memory<byte>, int> _copies;
    private readonly TimeSpan _delay;
    private readonly Channel<(long Arrived, byte[] Datagram, Func<Memory<byte>, ValueTask<int>> SendAsync)> _delayed =
        Channel.CreateUnbounded<(long, byte[], Func<Memory<byte>, ValueTask<int>>)>();

    private readonly Task _sending;

    /// <param name="server">Where datagrams go.</param>
    /// <param name="copies">How often a datagram, of either direction, is passed on: 0 loses it, 2 doubles it. Default 1.</param>
    /// <param name="delay">How long a datagram takes in each direction. Default 0.</param>
    public DatagramRelay(IPEndPoint server, Func<Memory<byte>, int>? copies = null, TimeSpan delay = default)
    {
        _server = server;
        _delay = delay;
        _copies = copies ?? (_ => 1);
        _socket.ReceiveBufferSize = 4 * 1024 * 1024;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _receiving = ReceiveAsync();
        _sending = SendDelayedAsync();
    }

    public override EndPoint EndPoint => _socket.LocalEndPoint!;

    public override void Break() => throw new NotSupportedException("datagrams have no connection to break");

    public override async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _receiving;
        foreach (var socket in _towardsServer.Values)
        {
            socket.Dispose();
        }

        await Task.WhenAll(_pumps);
        _delayed.Writer.TryComplete();
        await _sending;
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[64 * 1024];
        var sender = new SocketAddress(AddressFamily.InterNetwork);
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, sender);
                var server = SocketFor(sender);
                for (var copies = _copies(buffer.AsMemory(0, received)); copies > 0; copies--)
                {
                    await PassAsync(buffer.AsMemory(0, received), datagram => server.SendAsync(datagram));
                }
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Disposed, or the server is gone: nothing more to relay.
            _socket.Dispose();
        }
    }

    private async ValueTask PassAsync(Memory<byte> datagram, Func<Memory<byte>, ValueTask<int>> sendAsync)
    {
        if (_delay == TimeSpan.Zero)
        {
            await sendAsync(datagram);
        }
        else
        {
            _delayed.Writer.TryWrite((Stopwatch.GetTimestamp(), datagram.ToArray(), sendAsync));
        }
    }

    /// <summary>One after the other, so that none overtakes another.</summary>
    private async Task SendDelayedAsync()
    {
        await foreach (var (arrived, datagram, sendAsync) in _delayed.Reader.ReadAllAsync())
        {
            var left = _delay - Stopwatch.GetElapsedTime(arrived);
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left);
            }

            try
            {
                await sendAsync(datagram);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // The relay or its peer is gone.
            }
        }
    }

    private Socket SocketFor(SocketAddress client)
    {
        if (!_towardsServer.TryGetValue(client, out var socket))
        {
            CountConnection();
            var key = new SocketAddress(client.Family, client.Size);
            client.Buffer[..client.Size].CopyTo(key.Buffer);
            socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 4 * 1024 * 1024 };
            socket.Connect(_server);
            _towardsServer.Add(key, socket);
            _pumps.Add(ReturnAsync(socket, key));
        }

        return socket;
    }

    private async Task ReturnAsync(Socket socket, SocketAddress client)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer);
                for (var copies = Holds() ? 0 : _copies(buffer.AsMemory(0, received)); copies > 0; copies--)
                {
                    await PassAsync(buffer.AsMemory(0, received), datagram => _socket.SendToAsync(datagram, SocketFlags.None, client));
                }
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            socket.Dispose();
        }
    }
}
