using System.Net;
using System.Net.Sockets;
using ProtoBench.Native;
using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Native;
using ProtoBench.Quic.Options;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Quic.Connections;

/// <summary>A connected socket with its one connection. The kernel filters the sender and tells when nobody listens.</summary>
internal sealed class ClientEndpoint : QuicEndpoint
{
    private readonly TlsCredentials _credentials;
    private QuicConnection? _connection;

    private ClientEndpoint(QuicLoop loop, UdpSocket socket, QuicOptions options, TlsCredentials credentials)
        : base(loop, socket, options) => _credentials = credentials;

    /// <summary>Connects and finishes the handshake (but for 0-RTT, which does not wait for it).</summary>
    public static async Task ConnectAsync(QuicOptions options, QuicPeer peer, CancellationToken cancellationToken)
    {
        QuicLibraries.RequireSupported();
        var credentials = TlsCredentials.ForClient(options);
        var socket = UdpSocket.Connect(options.EndPoint);
        var loop = ClientLoops.Acquire();
        var endpoint = new ClientEndpoint(loop, socket, options, credentials);
        var started = new TaskCompletionSource<QuicConnection>(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(new LoopTask(() => endpoint.Start(peer, started)));
        var connection = await started.Task.ConfigureAwait(false);
        try
        {
            await connection.Connected.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await connection.CloseAsync(0).ConfigureAwait(false);
            throw;
        }
    }

    public override void AddConnectionId(QuicConnection connection, ReadOnlySpan<byte> id)
    {
        // One connection, one socket: every datagram is its.
    }

    public override void RemoveConnectionId(ReadOnlySpan<byte> id)
    {
    }

    public override void Forget(QuicConnection connection, ReadOnlySpan<byte> farewell)
    {
        CloseSocket();
        _credentials.Dispose();
        ClientLoops.Release(Loop);
    }

    protected override unsafe void OnDatagram(byte* bytes, int length, byte* address, uint addressLength, ulong now) =>
        _connection!.Read(bytes, length, now);

    protected override void OnReceiveError(int error)
    {
        if (error == Errno.ConnectionRefused)
        {
            _connection!.Abandon(Refused(Options.EndPoint));
        }
    }

    protected override void OnSendError(QuicConnection connection, int error)
    {
        // Anything else (EMSGSIZE of a path MTU probe, ENOBUFS) is a lost datagram, which QUIC repairs.
        if (error == Errno.ConnectionRefused)
        {
            connection.OnSendError(Refused(Options.EndPoint));
        }
    }

    // What happened stands in the cause, for those who ask what a failure was.
    private static QuicException Refused(IPEndPoint server)
    {
        var reason = $"nobody listens on UDP {server} (the host answered port unreachable)";
        return new QuicException(reason, new SocketException((int)SocketError.ConnectionRefused, reason));
    }

    private void Start(QuicPeer peer, TaskCompletionSource<QuicConnection> started)
    {
        try
        {
            Loop.Add(this, Socket.Handle);
            _connection = QuicConnection.Connect(this, peer, _credentials);
            started.SetResult(_connection);
        }
        catch (Exception error)
        {
            CloseSocket();
            _credentials.Dispose();
            ClientLoops.Release(Loop);
            started.SetException(error);
        }
    }
}
