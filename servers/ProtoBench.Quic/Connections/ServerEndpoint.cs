using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Native;
using ProtoBench.Quic.Options;
using ProtoBench.Quic.Streams;
using static ProtoBench.Quic.Native.Ngtcp2;

namespace ProtoBench.Quic.Connections;

/// <summary>A bound socket that accepts connections and sorts datagrams to them by connection id.</summary>
internal sealed unsafe class ServerEndpoint : QuicEndpoint
{
    private const int ShortestDatagram = 21;

    private readonly TlsCredentials _credentials;
    private readonly Func<QuicPeer> _newPeer;
    private readonly Dictionary<ConnectionIdKey, QuicConnection> _ids = [];
    private readonly Dictionary<ConnectionIdKey, KeptFarewell> _farewells = [];
    private readonly Queue<KeptFarewell> _farewellOrder = new();
    private readonly HashSet<QuicConnection> _connections = [];
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ServerEndpoint(QuicLoop loop, UdpSocket socket, QuicOptions options, TlsCredentials credentials, Func<QuicPeer> newPeer)
        : base(loop, socket, options)
    {
        _credentials = credentials;
        _newPeer = newPeer;
        loop.Post(new LoopTask(() => loop.Add(this, socket.Handle)));
    }

    /// <summary>Ends every connection with <paramref name="errorCode"/>, frees the address and stops the loop.</summary>
    public Task StopAsync(ulong errorCode)
    {
        Loop.Post(new LoopTask(() => Stop(errorCode)));
        return _stopped.Task;
    }

    public override void AddConnectionId(QuicConnection connection, ReadOnlySpan<byte> id)
    {
        var key = ConnectionIdKey.Of(id);
        _ids[key] = connection;
        connection.Ids.Add(key);
    }

    public override void RemoveConnectionId(ReadOnlySpan<byte> id)
    {
        if (_ids.Remove(ConnectionIdKey.Of(id), out var connection))
        {
            connection.Ids.Remove(ConnectionIdKey.Of(id));
        }
    }

    public override void Forget(QuicConnection connection, ReadOnlySpan<byte> farewell)
    {
        ForgetOldFarewells();
        var kept = farewell.IsEmpty
            ? null
            : new KeptFarewell(farewell.ToArray(), [.. connection.Ids], QuicLoop.Clock() + connection.ClosingPeriod);
        foreach (var id in connection.Ids)
        {
            _ids.Remove(id);
            if (kept is not null)
            {
                _farewells[id] = kept;
            }
        }

        if (kept is not null)
        {
            _farewellOrder.Enqueue(kept);
        }

        _connections.Remove(connection);
    }

    protected override void OnDatagram(byte* bytes, int length, byte* address, uint addressLength, ulong now)
    {
        if (length < ShortestDatagram)
        {
            return;
        }

        // A short header has no length field: the id is as long as we made it (RFC 9000, section 17.3).
        if ((*bytes & 0x80) == 0)
        {
            Route(
                ConnectionIdKey.Of(new ReadOnlySpan<byte>(bytes + 1, QuicConnection.ConnectionIdLength)),
                bytes,
                length,
                address,
                addressLength,
                now);
            return;
        }

        NgVersionCid header;
        var result = ngtcp2_pkt_decode_version_cid(&header, bytes, (nuint)length, QuicConnection.ConnectionIdLength);
        if (result == QuicLibraries.Errors.VersionNegotiation)
        {
            NegotiateVersion(header, address, addressLength);
        }
        else if (result == 0 && header.DestinationLength <= NgCid.MaximumLength)
        {
            var id = ConnectionIdKey.Of(new ReadOnlySpan<byte>(header.Destination, (int)header.DestinationLength));
            if (!Route(id, bytes, length, address, addressLength, now))
            {
                Accept(bytes, length, address, addressLength, now);
            }
        }
    }

    protected override void OnReceiveError(int error)
    {
        // An unconnected socket only reports its own exhaustion here; the datagrams are lost and repaired.
    }

    protected override void OnSendError(QuicConnection connection, int error)
    {
        // EMSGSIZE of a path MTU probe, ENOBUFS, an unreachable peer: a lost datagram.
    }

    private bool Route(ConnectionIdKey id, byte* bytes, int length, byte* address, uint addressLength, ulong now)
    {
        if (_ids.TryGetValue(id, out var connection))
        {
            if (connection.IsFrom(address, addressLength))
            {
                connection.Read(bytes, length, now);
            }

            return true;
        }

        if (!_farewells.TryGetValue(id, out var farewell) || now > farewell.Until)
        {
            return false;
        }

        fixed (byte* packet = farewell.Packet)
        {
            _ = Socket.Send(packet, farewell.Packet.Length, farewell.Packet.Length, address, addressLength);
        }

        return true;
    }

    private void Accept(byte* bytes, int length, byte* address, uint addressLength, ulong now)
    {
        NgPacketHeader header;
        if (ngtcp2_accept(&header, bytes, (nuint)length) != 0)
        {
            return;
        }

        var connection = QuicConnection.Accept(this, _newPeer(), _credentials, header, address, addressLength);
        _connections.Add(connection);
        // The connection's own clock started after this batch was received, and ngtcp2 asserts that time never goes backwards.
        connection.Read(bytes, length, Math.Max(now, QuicLoop.Clock()));
    }

    private void NegotiateVersion(in NgVersionCid header, byte* address, uint addressLength)
    {
        const int Largest = 256;
        var packet = stackalloc byte[Largest];
        var version = VersionOne;
        var size = ngtcp2_pkt_write_version_negotiation(
            packet, Largest, (byte)Random.Shared
                .Next(256), header.Source, header.SourceLength, header.Destination, header.DestinationLength, &version, 1);
        if (size > 0)
        {
            _ = Socket.Send(packet, (int)size, (int)size, address, addressLength);
        }
    }

    private void ForgetOldFarewells()
    {
        var now = QuicLoop.Clock();
        while (_farewellOrder.TryPeek(out var oldest) && oldest.Until < now)
        {
            _farewellOrder.Dequeue();
            foreach (var id in oldest.Ids)
            {
                _farewells.Remove(id);
            }
        }
    }

    private void Stop(ulong errorCode)
    {
        if (Closed)
        {
            return;
        }

        foreach (var connection in _connections.ToArray())
        {
            connection.CloseNow(errorCode, "the server was stopped");
        }

        CloseSocket();
        _credentials.Dispose();
        Loop.Stop();
        _stopped.SetResult();
    }

    private sealed record KeptFarewell(byte[] Packet, ConnectionIdKey[] Ids, ulong Until);
}
