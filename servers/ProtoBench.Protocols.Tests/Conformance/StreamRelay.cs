using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ProtoBench.Protocols.Tests.Conformance;

/// <summary>A relay of TCP or Unix byte streams.</summary>
internal sealed class StreamRelay : Relay
{
    private readonly EndPoint _server;
    private readonly Socket _listener;
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly ConcurrentBag<Task> _pumps = [];
    private readonly string? _path;
    private readonly Task _accepting;

    public StreamRelay(EndPoint listenAt, EndPoint server)
    {
        _server = server;
        _listener = NewSocket(listenAt);
        _listener.Bind(listenAt);
        _listener.Listen();
        _path = listenAt is UnixDomainSocketEndPoint ? listenAt.ToString() : null;
        EndPoint = _listener.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    public override EndPoint EndPoint { get; }

    public override void Break()
    {
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        Break();
        await Task.WhenAll(_pumps);
        if (_path is not null)
        {
            File.Delete(_path);
        }
    }

    private static Socket NewSocket(EndPoint endPoint) => endPoint is UnixDomainSocketEndPoint
        ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        : new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync();
                CountConnection();
                var server = NewSocket(_server);
                _sockets.Add(client);
                _sockets.Add(server);
                await server.ConnectAsync(_server);
                _pumps.Add(PumpAsync(client, server, fromServer: false));
                _pumps.Add(PumpAsync(server, client, fromServer: true));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The listener was disposed, or the server is gone: nothing more to relay.
            Break();
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool fromServer)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var received and > 0)
            {
                if (!fromServer || !Holds())
                {
                    await to.SendAsync(buffer.AsMemory(0, received));
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // One side is gone; so is the other.
            from.Dispose();
            to.Dispose();
        }
    }
}
