using System.Collections.Concurrent;
using System.Net;
using System.Net.Quic;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Authentication;
using ProtoBench.Contract;
using ProtoBench.Protocols.Quic;

namespace ProtoBench.Protocols.Shared.Msquic;

/// <summary>The <c>quic</c> protocol's server on System.Net.Quic: a task per connection, and one per stream.</summary>
[SupportedOSPlatform("linux")]
internal sealed class MsquicServer : IProtocolServer
{
    public static readonly SslApplicationProtocol Alpn = new(QuicProtocol.Alpn);

    private readonly QuicListener _listener;
    private readonly EndpointSettings _settings;
    private readonly ServerWork _work;
    private readonly ConcurrentDictionary<QuicConnection, Task> _serving = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _accepting;

    private MsquicServer(QuicListener listener, EndpointSettings settings)
    {
        _listener = listener;
        _settings = settings;
        _work = new ServerWork(settings.ServerWork, settings.Requests);
        _accepting = Task.Run(AcceptAsync);
    }

    public EndPoint EndPoint => _listener.LocalEndPoint;

    public TransferMeter Uploads { get; } = new();

    /// <exception cref="IOException">The address is taken or not usable.</exception>
    public static async ValueTask<MsquicServer> ListenAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            var listener = await QuicListener.ListenAsync(MsquicOptionsOf.Listener(settings, Alpn), cancellationToken);
            return new MsquicServer(listener, settings);
        }
        catch (Exception error) when (error is QuicException or SocketException)
        {
            throw new IOException($"cannot listen on {settings.EndPoint}: {error.Message}", error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _accepting;
        await _listener.DisposeAsync();
        await Task.WhenAll(_serving.Values);
    }

    private async Task AcceptAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                var connection = await _listener.AcceptConnectionAsync(_ending.Token);
                var serving = ServeAsync(connection);
                _serving.TryAdd(connection, serving);
                _ = serving.ContinueWith(_ => _serving.TryRemove(connection, out var _), TaskScheduler.Default);
            }
            catch (Exception error) when (error is QuicException or AuthenticationException)
            {
                // A handshake that failed: the client knows why, and the next one is as welcome.
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(QuicConnection connection)
    {
        await using (connection)
        {
            try
            {
                while (true)
                {
                    var stream = await connection.AcceptInboundStreamAsync(_ending.Token);
                    _ = Task.Run(() => MsquicResponder.AnswerAsync(stream, Uploads, _settings, _work, _ending.Token));
                }
            }
            catch (Exception error) when (error is QuicException or OperationCanceledException)
            {
                // The client has closed the connection, or this server is ending.
            }
        }
    }
}
