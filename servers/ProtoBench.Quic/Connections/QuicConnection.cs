using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ProtoBench.Contract.Quic;
using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Native;
using ProtoBench.Quic.Options;
using ProtoBench.Quic.Streams;
using static ProtoBench.Quic.Native.Ngtcp2;

namespace ProtoBench.Quic.Connections;

/// <summary>The life of one QUIC connection with its TLS session, from its handshake to its end. Loop thread only.</summary>
internal sealed unsafe class QuicConnection : NativeConnection, IStreamCarrier, IDisposable
{
    /// <summary>Length of the connection ids chosen here: enough to be unique, and one dictionary word.</summary>
    public const int ConnectionIdLength = 8;

    private readonly QuicEndpoint _endpoint;
    private readonly QuicOptions _options;
    private readonly bool _server;
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RemotePath _remote;
    private readonly TlsSession _tls;
    private readonly TrafficFacts _traffic;
    private readonly PacketWriter _writer;
    private readonly Farewell _farewell;
    private readonly StreamCredit _credit;
    private readonly GCHandle _self;
    private readonly ulong _started;
    private readonly bool _early;
    private bool _isReady;
    private QlogSink? _qlog;
    private ulong? _closeCode;
    private bool _flushed;
    private volatile QuicException? _failure;

    private QuicConnection(QuicEndpoint endpoint, QuicPeer peer, TlsSession tls, bool server, byte* remote, uint remoteLength, bool early)
        : base(endpoint.Loop)
    {
        _endpoint = endpoint;
        _options = endpoint.Options;
        _server = server;
        _tls = tls;
        _early = early;
        Peer = peer;
        _self = GCHandle.Alloc(this);
        _started = QuicLoop.Clock();
        _remote = new RemotePath(endpoint.Socket, remote, remoteLength);
        _traffic = new TrafficFacts(endpoint, tls, early, _started);
        _writer = new PacketWriter(this, endpoint, _remote, _traffic);
        _farewell = new Farewell(this, endpoint, _remote);
        _credit = new StreamCredit(server, _options.MaximumStreams);
        peer.Attach(this);
    }

    public QuicPeer Peer { get; }

    public QuicConnectionFacts? Facts => _traffic.Current;

    public QuicException? Failure => _failure;

    /// <summary>Completes when the handshake has, or fails with why it has not.</summary>
    public Task Connected => _connected.Task;

    public Task Ended => _ended.Task;

    /// <summary>The ids packets to this connection may carry.</summary>
    public List<ConnectionIdKey> Ids { get; } = [];

    /// <summary>How long the endpoint answers packets of the closed connection with its farewell, in ns.</summary>
    public ulong ClosingPeriod => _farewell.ClosingPeriod;

    public static QuicConnection FromHandle(nint handle) => (QuicConnection)GCHandle.FromIntPtr(handle).Target!;

    public static QuicConnection Connect(QuicEndpoint endpoint, QuicPeer peer, TlsCredentials credentials)
    {
        var ticket = endpoint.Options.Sessions?.Newest;
        var tls = TlsSession.ForClient(endpoint.Options, credentials, ticket);
        var early = ticket is not null && endpoint.Options.EarlySending;
        var connection =
            new QuicConnection(endpoint, peer, tls, server: false, endpoint.Socket.Remote, endpoint.Socket.RemoteLength, early);
        var destination = NewConnectionId(16);
        var source = NewConnectionId(ConnectionIdLength);
        connection.Create(&destination, &source, VersionOne, null);
        connection.StartEarly(ticket);
        connection.MarkDirty();
        return connection;
    }

    public static QuicConnection Accept(
        QuicEndpoint endpoint, QuicPeer peer, TlsCredentials credentials, in NgPacketHeader header, byte* remote, uint remoteLength)
    {
        var tls = TlsSession.ForServer(endpoint.Options, credentials);
        var connection = new QuicConnection(endpoint, peer, tls, server: true, remote, remoteLength, early: false);
        var original = header.Destination;
        var destination = header.Source;
        var source = NewConnectionId(ConnectionIdLength);
        connection.Create(&destination, &source, header.Version, &original);
        connection.AddConnectionId(source.Span);
        connection.AddConnectionId(original.Span);
        return connection;
    }

    /// <summary>Is <paramref name="address"/> the one the connection was made with? Migration is not offered.</summary>
    public bool IsFrom(byte* address, uint length) => _remote.IsFrom(address, length);

    public Task CloseAsync(ulong errorCode)
    {
        Loop.Post(new LoopTask(() =>
        {
            _closeCode = errorCode;
            MarkDirty();
        }));
        return _ended.Task;
    }

    /// <summary>Ends the connection at once, with CONNECTION_CLOSE. Not from within a native callback.</summary>
    public void CloseNow(ulong errorCode, string reason)
    {
        if (Handle != 0)
        {
            End(new ConnectionEnd(new QuicException(reason, errorCode), Ngtcp2Calls.ApplicationError(errorCode)));
        }
    }

    /// <summary>Ends the connection without a word: the peer is gone.</summary>
    public void Abandon(string reason) => Abandon(new QuicException(reason));

    public void Abandon(QuicException reason) => End(reason);

    public void Dispose() => Abandon("the connection was disposed");

    public void OnQlog(ReadOnlySpan<byte> record) => _qlog?.Write(record);

    public void Read(byte* packet, int length, ulong now)
    {
        if (Handle == 0)
        {
            return;
        }

        _traffic.CountReceived(length);
        var result = ngtcp2_conn_read_pkt_versioned(Handle, _remote.Path, 1, null, packet, (nuint)length, now);
        if (result == 0)
        {
            MarkDirty();
        }
        else
        {
            End(ConnectionEnd.OfPeer(result, Handle) ?? Failed(result));
        }
    }

    /// <summary>A send error ended in this connection (an ICMP message for an earlier datagram).</summary>
    public void OnSendError(QuicException reason)
    {
        if (!_farewell.IsSaid)
        {
            End(reason);
        }
    }

    public void AddConnectionId(ReadOnlySpan<byte> id) => _endpoint.AddConnectionId(this, id);

    public void RemoveConnectionId(ReadOnlySpan<byte> id) => _endpoint.RemoveConnectionId(id);

    public void OnHandshakeCompleted()
    {
        _traffic.Refresh(Handle, QuicLoop.Clock(), _qlog, handshake: true);
        if (_server && _options.Alpn.Length > 0)
        {
            _tls.SendTicket();
        }

        if (_early && !_tls.EarlyAccepted)
        {
            // gnutls tells of the rejection only now; ngtcp2 answers with the callback that fails the early streams.
            _ = Ngtcp2Calls.RejectEarly(Handle);
            _isReady = false;
        }

        Ready();
    }

    /// <summary>
    /// A server may send application packets. It answers 0-RTT at once, a round trip before the handshake is complete (RFC 9001, section
    /// 5.7); without 0-RTT there is nothing to answer yet.
    /// </summary>
    public void OnSendKey()
    {
        if (_tls.EarlyAccepted)
        {
            Ready();
        }
    }

    public void OnStreamsAllowed()
    {
        if (_isReady)
        {
            Peer.OnStreamsAllowed();
        }
    }

    public void OnStreamClosed(nint user, long streamId, ulong? errorCode)
    {
        Peer.OnStreamClosed(user, streamId, errorCode);
        _credit.OnStreamClosed(Handle, streamId);
    }

    /// <summary>A session ticket has arrived (called by gnutls while it reads).</summary>
    public void OnTicket() =>
        _options.Sessions?.Keep(new QuicSessionStore.Ticket(_tls.ExportSession(), Ngtcp2Calls.RememberLimits(Handle)));

    internal override void OnTimer(ulong now)
    {
        if (Handle == 0)
        {
            return;
        }

        var result = ngtcp2_conn_handle_expiry(Handle, now);
        if (result == 0)
        {
            MarkDirty();
        }
        else
        {
            End(ConnectionEnd.OfSilence(result, _options) ?? Failed(result));
        }
    }

    internal override void Write(ulong now)
    {
        MarkClean();
        if (Handle == 0)
        {
            return;
        }

        if (KeptFault is not null)
        {
            End(Failed(Ngtcp2Errors.CallbackFailure));
        }
        else if (_closeCode is { } code)
        {
            if (_server && !_flushed && !_endpoint.SendBlocked)
            {
                // Kestrel writes GOAWAY just before, and without it a client cannot tell which requests were not looked at (RFC 9114, 5.2).
                // A write that fails leaves CONNECTION_CLOSE to say what there is to say.
                _flushed = true;
                _ = _writer.Write(now);
                if (_endpoint.SendBlocked)
                {
                    // It waits for the socket already, and so must what comes behind it.
                    return;
                }
            }

            CloseNow(code, "the connection was closed here");
        }
        else if (_endpoint.SendBlocked)
        {
            _endpoint.WaitWritable(this);
        }
        else if (_writer.Write(now) is < 0 and var error)
        {
            End(Failed(error));
        }
        else if (Handle != 0)
        {
            Schedule(now);
        }
    }

    private ConnectionEnd Failed(int result) => KeptFault is { } fault
        ? ConnectionEnd.OfFault(fault, Peer.InternalErrorCode)
        : ConnectionEnd.Of(result, Handle, _tls, _options);

    private void Schedule(ulong now)
    {
        var expiry = ngtcp2_conn_get_expiry(Handle);
        if (expiry == ulong.MaxValue)
        {
            Loop.Timers.Remove(this);
        }
        else
        {
            Loop.Timers.Set(this, expiry);
        }

        _traffic.RefreshWhenOld(Handle, now, _qlog);
    }

    private static NgCid NewConnectionId(int length)
    {
        Span<byte> random = stackalloc byte[length];
        RandomNumberGenerator.Fill(random);
        NgCid id = default;
        id.Set(random);
        return id;
    }

    private void Create(NgCid* destination, NgCid* source, uint version, NgCid* original)
    {
        var settings = stackalloc byte[Ngtcp2Layout.BufferBytes];
        var parameters = stackalloc byte[Ngtcp2Layout.BufferBytes];
        if (_options.QlogDirectory is not null || _options.CountLosses)
        {
            _qlog = new QlogSink(_options.QlogDirectory, _server, (original is null ? destination : original)->Span);
        }

        ConnectionParameters.WriteSettings(settings, _options, _started, _qlog is not null);
        ConnectionParameters.WriteTransport(parameters, _options, original);
        nint native;
        var user = GCHandle.ToIntPtr(_self);
        var result = _server
            ? ngtcp2_conn_server_new_versioned(
                &native, destination, source, _remote.Path, version, 1, ConnectionCallbacks.Server, 1, settings, 1, parameters, null, user)
            : ngtcp2_conn_client_new_versioned(
                &native, destination, source, _remote.Path, version, 1, ConnectionCallbacks.Client, 1, settings, 1, parameters, null, user);
        if (result != 0)
        {
            throw new InvalidOperationException($"ngtcp2 refused a new connection: {QuicLibraries.Text(ngtcp2_strerror(result))}");
        }

        Handle = native;
        _tls.Attach(native, user);
        if (!_server && _options.KeepAlive > TimeSpan.Zero)
        {
            ngtcp2_conn_set_keep_alive_timeout(native, ConnectionParameters.Nanoseconds(_options.KeepAlive));
        }
    }

    private void StartEarly(QuicSessionStore.Ticket? ticket)
    {
        if (_early && Ngtcp2Calls.RestoreLimits(Handle, ticket!.Limits))
        {
            Ready();
        }
    }

    private void Ready()
    {
        if (!_isReady)
        {
            _isReady = true;
            Peer.OnReady();
        }

        _connected.TrySetResult();
    }

    private void End(in ConnectionEnd end)
    {
        if (end.Close is { } close)
        {
            _farewell.Say(close);
        }

        End(end.Error);
    }

    private void End(QuicException error)
    {
        if (Handle == 0)
        {
            return;
        }

        var native = Handle;
        _failure = error;
        _traffic.Refresh(native, QuicLoop.Clock(), _qlog);
        Handle = 0;
        Loop.Timers.Remove(this);
        Peer.OnClosed(error);
        ngtcp2_conn_del(native);
        _tls.Dispose();
        _qlog?.Dispose();
        _endpoint.Forget(this, _farewell.Packet);
        _remote.Dispose();
        _self.Free();
        _connected.TrySetException(error);
        // Nobody has to observe it: a server's connections have no one who waits for their handshake.
        _ = _connected.Task.Exception;
        _ended.TrySetResult();
    }
}
