using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ProtoBench.Contract;
using ProtoBench.Protocols.StreamSockets;

namespace ProtoBench.Protocols.Http;

/// <summary>A bare Kestrel on one end point that speaks one HTTP version: no configuration, no environment, no log.</summary>
internal sealed class KestrelHost : IDrainingServer
{
    // Not InfiniteTimeSpan: Kestrel 10.0 adds that to a time stamp, the sum overflows, and the next heartbeat answers 408 to busy
    // connections.
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

    public string? Software { get; } = $"Kestrel {Environment.Version}";

    public TransferMeter Uploads { get; }

    /// <param name="settings">Where to listen, and how.</param>
    /// <param name="dialect">The HTTP version to speak.</param>
    /// <param name="uploads">The meter that <paramref name="handler"/> feeds.</param>
    /// <param name="handler">Answers one request.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <param name="addTransport">Adds the transport of an HTTP version that does not run over TCP.</param>
    public static ValueTask<KestrelHost> StartAsync(
        EndpointSettings settings,
        HttpDialect dialect,
        TransferMeter uploads,
        Func<IFeatureCollection, Task> handler,
        CancellationToken cancellationToken,
        Action<IWebHostBuilder>? addTransport = null) => StartAsync(
            settings,
            dialect,
            uploads,
            builder =>
            {
                if (addTransport is not null)
                {
                    builder.WebHost.UseKestrelHttpsConfiguration();
                    addTransport(builder.WebHost);
                }
            },
            // The application exists for its services only; its own host never runs.
            application =>
                application.Services.GetRequiredService<IServer>().StartAsync(new FeatureApplication(handler), cancellationToken));

    /// <summary>
    /// For frameworks that are ASP.NET Core applications: requests go through its host and its routing, as they do for their users.
    /// </summary>
    /// <param name="settings">Where to listen, and how.</param>
    /// <param name="dialect">The HTTP version to speak.</param>
    /// <param name="uploads">The meter that the end points feed.</param>
    /// <param name="addServices">What the end points need.</param>
    /// <param name="map">Adds the end points.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    public static ValueTask<KestrelHost> StartAsync(
        EndpointSettings settings,
        HttpDialect dialect,
        TransferMeter uploads,
        Action<IServiceCollection> addServices,
        Action<IEndpointRouteBuilder> map,
        CancellationToken cancellationToken) => StartAsync(
            settings,
            dialect,
            uploads,
            builder =>
            {
                // Signals are the command's business: a host's default lifetime would take SIGTERM and Ctrl-C for itself.
                builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
                addServices(builder.Services);
            },
            application =>
            {
                map(application);
                return application.StartAsync(cancellationToken);
            });

    /// <summary>
    /// What is to happen before Kestrel drains: it knows nothing of what runs on a connection that has been upgraded. Default nothing.
    /// </summary>
    public Func<Task>? Draining { get; set; }

    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        if (Draining is { } tell)
        {
            await tell().WaitAsync(cancellationToken);
        }

        // Kestrel tells every connection, waits, and aborts what is left when the token is cancelled.
        await _server.StopAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
    }

    public async ValueTask DisposeAsync()
    {
        // A token that is already cancelled: no grace for requests in flight, Kestrel aborts their connections.
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
    }

    private static async ValueTask<KestrelHost> StartAsync(
        EndpointSettings settings, HttpDialect dialect, TransferMeter uploads,
        Action<WebApplicationBuilder> configure, Func<WebApplication, Task> start)
    {
        SettingsCheck.RequireTcpAndAsync(settings);
        ListenOptions? listening = null;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseSockets(options => Tune(options, settings)).ConfigureKestrel(options =>
        {
            LiftLimits(options);
            options.Listen(settings.EndPoint, endPoint => listening = Describe(endPoint, settings, dialect));
        });
        configure(builder);
        var application = builder.Build();
        try
        {
            await start(application);
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

        return new KestrelHost(application, application.Services.GetRequiredService<IServer>(), listening!.EndPoint, uploads);
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

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
