using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using ProtoBench.Contract;
using ProtoBench.Contract.Duplicates;

namespace ProtoBench.Protocols.StreamSockets;

/// <summary>Accepts byte streams and runs a <see cref="StreamSession"/> on each, on a thread of its own when blocking.</summary>
internal sealed class StreamServer : IDrainingServer
{
    private readonly Socket _listener;
    private readonly EndpointSettings _settings;
    private readonly ConcurrentDictionary<Socket, Task> _sessions = [];
    private readonly ConcurrentDictionary<StreamSession, bool> _live = [];
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _accepting;
    private volatile bool _disposed;
    private volatile bool _draining;

    /// <param name="listener">Bound and listening; owned by the new server.</param>
    /// <param name="settings">As given to <see cref="IProtocol.ListenAsync"/>.</param>
    public StreamServer(Socket listener, EndpointSettings settings)
    {
        _listener = listener;
        _settings = settings;
        _tls = StreamHandshake.ServerOptions(settings);
        EndPoint = listener.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    public EndPoint EndPoint { get; }

    public string? Software { get; } = $".NET {Environment.Version} Socket";

    public TransferMeter Uploads { get; } = new();

    /// <summary>There is no word for it: each connection is ended with FIN, behind the answer that it is giving.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        _disposed = true;
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);

        // One that begins meanwhile looks for itself.
        _draining = true;
        await Task.WhenAll(_live.Keys.Select(session => session.EndAsync())).WaitAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(_sessions.Values).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        _listener.Dispose();
        await _ending.CancelAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
        foreach (var socket in _sessions.Keys)
        {
            Reset(socket);
        }

        await Task.WhenAll(_sessions.Values).ConfigureAwait(false);
    }

    // Beside a session that still reads. Shutting down alone would leave a sending client stuck for a minute: with its window closed,
    // a session that then reads the rest opens none again (tcp_cleanup_rbuf sends nothing after a shutdown), and closing an empty socket
    // sends no reset, so the client probes a connection in FIN-WAIT-2 until that is forgotten (net.ipv4.tcp_fin_timeout).
    private static void Reset(Socket socket)
    {
        try
        {
            // Close with a reset (socket(7), SO_LINGER).
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The session was first.
        }

        Abort(socket);
    }

    private static void Abort(Socket socket)
    {
        try
        {
            // Wakes a thread inside recv(2), which closing alone does not.
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The client or the session was first.
        }

        socket.Dispose();
    }

    private async Task AcceptAsync()
    {
        // Should accepting fail for good (no file descriptors left), closed is better than open and deaf; DisposeAsync then throws the
        // reason.
        using var listener = _listener;
        while (true)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync().ConfigureAwait(false);
            }
            catch (Exception error) when (_disposed && error is SocketException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException error) when (error.SocketErrorCode is SocketError.ConnectionAborted or SocketError.ConnectionReset)
            {
                // This client left before it was accepted (accept(2), ECONNABORTED).
                continue;
            }

            Start(socket);
        }
    }

    private void Start(Socket socket)
    {
        // The session must be known before it can end, or its end would be missed.
        var known = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var session = _settings.Io == IoMode.Blocking
            ? Task.Factory.StartNew(
                () => RunAsync(socket, known.Task).GetAwaiter().GetResult(),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            : Task.Run(() => RunAsync(socket, known.Task));
        _sessions[socket] = session;
        known.SetResult();
    }

    private async Task RunAsync(Socket socket, Task known)
    {
        try
        {
            SocketTuning.ApplyToAccepted(socket, _settings);
            var stream = await StreamHandshake.AcceptAsync(socket, _tls, _settings.Io).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                var channel = ByteChannel.Create(socket, stream, _settings.Io);
                try
                {
                    await LiveAsync(new StreamSession(channel, Uploads, _settings, _ending.Token)).ConfigureAwait(false);
                }
                catch (ResetOnPurposeException)
                {
                    channel.Reset();
                }
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException
            or AuthenticationException or InvalidDataException or BadResponseException)
        {
            // The client broke off, was refused or sent nonsense. It learns that from the closed stream; other clients go on.
        }
        finally
        {
            Abort(socket);
        }

        // A session that failed by a bug stays, so that DisposeAsync throws its exception.
        await known.ConfigureAwait(false);
        _sessions.TryRemove(socket, out _);
    }

    private async Task LiveAsync(StreamSession session)
    {
        _live[session] = true;
        try
        {
            if (_draining)
            {
                await session.EndAsync().ConfigureAwait(false);
            }

            await session.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            _live.TryRemove(session, out _);
        }
    }
}
