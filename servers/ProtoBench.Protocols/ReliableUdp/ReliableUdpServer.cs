using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.ReliableUdp;

/// <summary>
/// All connections on one socket, by the client's address; one loop receives and answers requests. A client that went without a word is
/// forgotten when something sent to it is not acknowledged, and otherwise with the server.
/// </summary>
internal sealed class ReliableUdpServer : IProtocolServer
{
    private readonly Socket _socket;
    private readonly EndpointSettings _settings;
    private readonly ConcurrentDictionary<SocketAddress, ServedClient> _clients = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly byte[] _received = new byte[64 * 1024];
    private readonly Task _receiving;
    private int _disposed;

    /// <param name="socket">Bound; owned by the new server.</param>
    /// <param name="settings">As given to <see cref="IProtocol.ListenAsync"/>.</param>
    public ReliableUdpServer(Socket socket, EndpointSettings settings)
    {
        (_socket, _settings) = (socket, settings);
        EndPoint = socket.LocalEndPoint!;
        _receiving = ReceiveAsync();
    }

    public EndPoint EndPoint { get; }

    public TransferMeter Uploads { get; } = new();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        var clients = _clients.Values.ToArray();
        await _ending.CancelAsync().ConfigureAwait(false);
        foreach (var client in clients)
        {
            client.Channel.Close("the server is disposed");
        }

        _socket.Dispose();
        await _receiving.ConfigureAwait(false);
        await Task.WhenAll(clients.Select(client => client.Serving)).ConfigureAwait(false);
        _ending.Dispose();
    }

    private async Task ReceiveAsync()
    {
        // Should receiving fail for good, closed is better than open and deaf: clients then get ECONNREFUSED.
        using var socket = _socket;
        var sender = new SocketAddress(socket.AddressFamily);
        try
        {
            while (true)
            {
                var length = await socket.ReceiveFromAsync(
                    _received.AsMemory(), SocketFlags.None, sender, CancellationToken.None).ConfigureAwait(false);
                if (PacketHeader.TryRead(_received.AsSpan(0, length), out var header))
                {
                    Dispatch(header, _received.AsSpan(0, length), sender);
                }
            }
        }
        catch (Exception error) when (Volatile.Read(ref _disposed) != 0 && error is SocketException or ObjectDisposedException)
        {
            // Disposing ends the wait for packets.
        }
    }

    private void Dispatch(in PacketHeader header, ReadOnlySpan<byte> packet, SocketAddress sender)
    {
        var isKnown = _clients.TryGetValue(sender, out var client) && client.Channel.Connection == header.Connection;
        switch (header.Kind)
        {
            case PacketKind.Hello:
                if (!isKnown)
                {
                    client?.Channel.Break(new IOException("the client has opened another connection"));
                    Welcome(sender, header.Connection);
                }

                Say(PacketKind.Welcome, header.Connection, sender);
                break;
            case PacketKind.Message or PacketKind.Acknowledgement when isKnown:
                client!.Channel.Take(header, packet);
                break;
            case PacketKind.Close when isKnown:
                client!.Channel.Break(new IOException("the client has closed the connection"));
                break;
            case PacketKind.Message or PacketKind.Acknowledgement:
                Say(PacketKind.Unknown, header.Connection, sender);
                break;
        }
    }

    private void Welcome(SocketAddress sender, uint connection)
    {
        // The address a packet came from is overwritten by the next one.
        var address = new SocketAddress(sender.Family, sender.Size);
        sender.Buffer.Span[..sender.Size].CopyTo(address.Buffer.Span);
        _clients[address] = new ServedClient(
            new PacketPath(_socket, address, _settings),
            connection,
            _settings,
            Uploads,
            gone => _clients.TryRemove(KeyValuePair.Create(address, gone)),
            _ending.Token);
    }

    private void Say(PacketKind kind, uint connection, SocketAddress to)
    {
        var answer = new byte[PacketHeader.Bytes];
        new PacketHeader(kind, default, connection, 0, 0, 0, 0, 0).Write(answer);
        new PacketPath(_socket, to, _settings with { Quic = _settings.Quic with { DropRate = 0 } }).Send(answer);
    }
}
