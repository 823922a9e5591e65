using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using ProtoBench.Protocols.StreamSockets;

namespace ProtoBench.Protocols.Http;

/// <summary>A bare Kestrel on one end point that speaks one HTTP version: no configuration, no environment, no log, no middleware.</summary>
internal sealed class KestrelHost : IProtocolServer
{
    // Not InfiniteTimeSpan: Kestrel 10.0 adds that to a time stamp, the sum overflows, and the next heartbeat answers 408 to busy connections.
    private static readonly TimeSpan Forever = TimeSpan.FromDays(1000);

    private readonly WebApplication _application;
    private readonly IServer _server;

    private KestrelHost(WebApplication application, IServer server, EndPoint endPoint, TransferMeter uploads)
    {
        _application = application;
        _server = server;
        EndPoint = endPoint;
        Uploads = uploads;
    }

    public EndPoint EndPoint { get; }

    public TransferMeter Uploads { get; }

    /// <param name="settings">Where to listen, and how.</param>
    /// <param name="dialect">The HTTP version to speak.</param>
    /// <param name="uploads">The meter that <paramref name="handler"/> feeds.</param>
    /// <param name="handler">Answers one request.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <param name="addTransport">Adds the transport of an HTTP version that does not run over TCP.</param>
    public static async ValueTask<KestrelHost> StartAsync(
        EndpointSettings settings,
        HttpDialect dialect,
        TransferMeter uploads,
        Func<IFeatureCollection, Task> handler,
        CancellationToken cancellationToken,
        Action<IWebHostBuilder>? addTransport = null)
    {
        SettingsCheck.RequireTcpAndAsync(settings);
        ListenOptions? listening = null;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseSockets(options => Tune(options, settings)).ConfigureKestrel(options =>
        {
            LiftLimits(options);
            options.Listen(settings.EndPoint, endPoint => listening = Describe(endPoint, settings, dialect));
        });

        if (addTransport is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
            addTransport(builder.WebHost);
        }

        // The application exists for its services only; its own host never runs.
        var application = builder.Build();
        var server = application.Services.GetRequiredService<IServer>();
        try
        {
            await server.StartAsync(new FeatureApplication(handler), cancellationToken);
        }
        catch (Exception error)
        {
            await application.DisposeAsync();
            if (error is SocketException socketError)
            {
                throw new IOException($"cannot listen on {settings.EndPoint}: {socketError.Message}", socketError);
            }

            throw;
        }

        return new KestrelHost(application, server, listening!.EndPoint, uploads);
    }

    public async ValueTask DisposeAsync()
    {
        // A token that is already cancelled: no grace for requests in flight, Kestrel aborts their connections.
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
    }

    private static void Tune(SocketTransportOptions options, EndpointSettings settings)
    {
        // Kestrel sets TCP_NODELAY on each accepted socket itself; the rest is inherited from the listening one.
        options.NoDelay = settings.NoDelay;
        options.CreateBoundListenSocket = endPoint =>
        {
            var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                SocketTuning.Apply(socket, settings);
                socket.Bind(endPoint);
                return socket;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        };
    }

    private static void LiftLimits(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        var limits = options.Limits;
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
        limits.MaxConcurrentConnections = null;
        limits.MaxConcurrentUpgradedConnections = null;
        limits.KeepAliveTimeout = Forever;
        limits.RequestHeadersTimeout = Forever;
        limits.Http2.KeepAlivePingDelay = Timeout.InfiniteTimeSpan;
        limits.Http2.MaxStreamsPerConnection = 4096;
        limits.Http2.InitialStreamWindowSize = HttpDialect.Http2StreamWindowBytes;
        limits.Http2.InitialConnectionWindowSize = HttpDialect.Http2ConnectionWindowBytes;
    }

    private static ListenOptions Describe(ListenOptions endPoint, EndpointSettings settings, HttpDialect dialect)
    {
        endPoint.Protocols = dialect.Served;
        if (settings.Tls is { } identity)
        {
            var tls = identity.ServerOptions(dialect.Alpn);

            // Every connection makes a full handshake: whether a ticket was still there would decide what connecting costs.
            tls.AllowTlsResume = false;
            endPoint.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(tls) });
        }

        return endPoint;
    }
}
