using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ProtoBench.Contract.Quic;
using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Native;
using ProtoBench.Quic.Options;
using static ProtoBench.Quic.Native.Ngtcp2;

namespace ProtoBench.Quic.Connections;

/// <summary>One ngtcp2 connection with its TLS session: life cycle and streams here, packets in the other part. Loop thread only.</summary>
internal sealed unsafe partial class QuicConnection : TimerHeap.Entry, IDisposable
{
    /// <summary>Length of the connection ids chosen here: enough to be unique, and one dictionary word.</summary>
    public const int ConnectionIdLength = 8;

    // Ended streams are given back to the peer's limit in parts of it. One by one, every response would come with a MAX_STREAMS frame (RFC 9000, section 19.11)
    // that the client has to acknowledge at once: a packet of its own.
    private const int MaximumStreamsParts = 32;

    private readonly QuicEndpoint _endpoint;
    private readonly QuicOptions _options;
    private readonly bool _server;
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte* _remoteAddress;
    private readonly uint _remoteLength;
    private readonly NgPath* _path;
    private readonly TlsSession _tls;
    private readonly GCHandle _self;
    private readonly ulong _started;
    private readonly bool _early;
    private bool _isReady;
    private QlogSink? _qlog;
    private int _endedStreams;
    private nint _native;
    private Exception? _fault;
    private bool _dirty;
    private ulong? _closeCode;
    private volatile QuicException? _failure;

    private QuicConnection(QuicEndpoint endpoint, QuicPeer peer, TlsSession tls, bool server, byte* remote, uint remoteLength, bool early)
    {
        _endpoint = endpoint;
        _options = endpoint.Options;
        _server = server;
        _tls = tls;
        _early = early;
        Peer = peer;
        _self = GCHandle.Alloc(this);
        _remoteAddress = (byte*)NativeMemory.AllocZeroed(ReceiveBuffers.AddressBytes);
        _remoteLength = remoteLength;
        new ReadOnlySpan<byte>(remote, (int)remoteLength).CopyTo(new Span<byte>(_remoteAddress, ReceiveBuffers.AddressBytes));
        _path = (NgPath*)NativeMemory.AllocZeroed((nuint)sizeof(NgPath));
        _path->Local = endpoint.Socket.Local;
        _path->LocalLength = endpoint.Socket.LocalLength;
        _path->Remote = _remoteAddress;
        _path->RemoteLength = remoteLength;
        _started = QuicLoop.Clock();
        peer.Attach(this);
    }

    public QuicLoop Loop => _endpoint.Loop;

    public QuicPeer Peer { get; }

    public QuicException? Failure => _failure;

    /// <summary>Completes when the handshake has, or fails with why it has not.</summary>
    public Task Connected => _connected.Task;

    public Task Ended => _ended.Task;

    /// <summary>The ids packets to this connection may carry.</summary>
    public List<ConnectionIdKey> Ids { get; } = [];

    public static QuicConnection FromHandle(nint handle) => (QuicConnection)GCHandle.FromIntPtr(handle).Target!;

    public static QuicConnection Connect(QuicEndpoint endpoint, QuicPeer peer, TlsCredentials credentials)
    {
        var ticket = endpoint.Options.Sessions?.Newest;
        var tls = TlsSession.ForClient(endpoint.Options, credentials, ticket);
        var early = ticket is not null && endpoint.Options.EarlySending;
        var connection = new QuicConnection(endpoint, peer, tls, server: false, endpoint.Socket.Remote, endpoint.Socket.RemoteLength, early);
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
    public bool IsFrom(byte* address, uint length) =>
        new ReadOnlySpan<byte>(address, (int)length).SequenceEqual(new ReadOnlySpan<byte>(_remoteAddress, (int)_remoteLength));

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
        if (_native != 0)
        {
            SendClose(Ngtcp2Calls.ApplicationError(errorCode));
            End(new QuicException(reason, errorCode));
        }
    }

    /// <summary>Ends the connection without a word: the peer is gone.</summary>
    public void Abandon(string reason) => End(new QuicException(reason));

    public void Dispose() => Abandon("the connection was disposed");

    public void MarkDirty()
    {
        if (!_dirty && _native != 0)
        {
            _dirty = true;
            Loop.MarkDirty(this);
        }
    }

    /// <summary>Keeps an exception that must not pass native frames.</summary>
    public int Fault(Exception error)
    {
        _fault ??= error;
        return Ngtcp2Errors.CallbackFailure;
    }

    /// <returns>The id, or -1 when the peer allows no further stream now.</returns>
    public long OpenStream(bool bidirectional, nint user)
    {
        if (_native == 0)
        {
            return -1;
        }

        long id;
        var result = bidirectional
            ? ngtcp2_conn_open_bidi_stream(_native, &id, user)
            : ngtcp2_conn_open_uni_stream(_native, &id, user);
        return result == 0 ? id : -1;
    }

    public void SetStreamUser(long streamId, nint user) => _ = ngtcp2_conn_set_stream_user_data(_native, streamId, user);

    public void ExtendWindow(long streamId, long count)
    {
        if (_native != 0)
        {
            _ = ngtcp2_conn_extend_max_stream_offset(_native, streamId, (ulong)count);
            ngtcp2_conn_extend_max_offset(_native, (ulong)count);
            MarkDirty();
        }
    }

    public void ExtendConnectionWindow(long count)
    {
        if (_native != 0)
        {
            ngtcp2_conn_extend_max_offset(_native, (ulong)count);
            MarkDirty();
        }
    }

    public void ShutdownStream(long streamId, ulong error)
    {
        if (_native != 0)
        {
            _ = Ngtcp2Calls.ShutdownStream(_native, streamId, error);
            MarkDirty();
        }
    }

    public void ShutdownStreamRead(long streamId, ulong error)
    {
        if (_native != 0)
        {
            _ = Ngtcp2Calls.ShutdownStreamRead(_native, streamId, error);
            MarkDirty();
        }
    }

    public void ShutdownStreamWrite(long streamId, ulong error)
    {
        if (_native != 0)
        {
            _ = Ngtcp2Calls.ShutdownStreamWrite(_native, streamId, error);
            MarkDirty();
        }
    }

    public void AddConnectionId(ReadOnlySpan<byte> id) => _endpoint.AddConnectionId(this, id);

    public void RemoveConnectionId(ReadOnlySpan<byte> id) => _endpoint.RemoveConnectionId(id);

    public void OnHandshakeCompleted()
    {
        RefreshFacts(QuicLoop.Clock(), handshake: true);
        if (_server && _options.Alpn.Length > 0)
        {
            _tls.SendTicket();
        }

        if (_early && !_tls.EarlyAccepted)
        {
            // gnutls tells of the rejection only now; ngtcp2 answers with the callback that fails the early streams.
            _ = Ngtcp2Calls.RejectEarly(_native);
            _isReady = false;
        }

        Ready();
    }

    /// <summary>
    /// A server may send application packets. It answers 0-RTT at once, a round trip before the handshake is complete (RFC 9001, section 5.7); without 0-RTT there is
    /// nothing to answer yet.
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
        var openedByPeer = (streamId & 1) == (_server ? 0 : 1);
        if (openedByPeer && (streamId & 2) == 0)
        {
            _endedStreams++;
            if (_endedStreams >= _options.MaximumStreams / MaximumStreamsParts)
            {
                ngtcp2_conn_extend_max_streams_bidi(_native, (nuint)_endedStreams);
                _endedStreams = 0;
            }
        }
        else if (openedByPeer)
        {
            ngtcp2_conn_extend_max_streams_uni(_native, 1);
        }
    }

    /// <summary>A session ticket has arrived (called by gnutls while it reads).</summary>
    public void OnTicket() =>
        _options.Sessions?.Keep(new QuicSessionStore.Ticket(_tls.ExportSession(), Ngtcp2Calls.RememberLimits(_native)));

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
                &native, destination, source, _path, version, 1, ConnectionCallbacks.Server, 1, settings, 1, parameters, null, user)
            : ngtcp2_conn_client_new_versioned(
                &native, destination, source, _path, version, 1, ConnectionCallbacks.Client, 1, settings, 1, parameters, null, user);
        if (result != 0)
        {
            throw new InvalidOperationException($"ngtcp2 refused a new connection: {QuicLibraries.Text(ngtcp2_strerror(result))}");
        }

        _native = native;
        _tls.Attach(native, user);
        if (!_server && _options.KeepAlive > TimeSpan.Zero)
        {
            ngtcp2_conn_set_keep_alive_timeout(native, ConnectionParameters.Nanoseconds(_options.KeepAlive));
        }
    }

    private void StartEarly(QuicSessionStore.Ticket? ticket)
    {
        if (_early && Ngtcp2Calls.RestoreLimits(_native, ticket!.Limits))
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

    private void End(QuicException error)
    {
        if (_native == 0)
        {
            return;
        }

        var native = _native;
        _failure = error;
        RefreshFacts(QuicLoop.Clock(), handshake: false);
        _native = 0;
        Loop.Timers.Remove(this);
        Peer.OnClosed(error);
        ngtcp2_conn_del(native);
        _tls.Dispose();
        _qlog?.Dispose();
        _endpoint.Forget(this, _farewell.AsSpan(0, _farewellLength));
        NativeMemory.Free(_remoteAddress);
        NativeMemory.Free(_path);
        _self.Free();
        _connected.TrySetException(error);
        // Nobody has to observe it: a server's connections have no one who waits for their handshake.
        _ = _connected.Task.Exception;
        _ended.TrySetResult();
    }
}
