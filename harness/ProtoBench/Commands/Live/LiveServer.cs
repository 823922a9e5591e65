using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace ProtoBench.Commands.Live;

/// <summary>
/// Serves the newest page on 127.0.0.1, and events that tell of newer ones (server-sent events, html.spec.whatwg.org section 9.2). Nothing
/// here ever holds up the run but <see cref="Publish"/>, and that for a bounded time.
/// </summary>
internal sealed class LiveServer : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(1);

    private readonly LiveReaders _readers = new();
    private readonly WebApplication _application;
    private readonly IServer _server;
    private string[] _hosts = [];
    private byte[] _page = [];
    private long _version;

    private LiveServer(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxConcurrentConnections = 64;
            options.Listen(IPAddress.Loopback, port, listening => Listening = listening);
        });

        // The application exists for its services only; its own host, which would take over Ctrl-C, never runs.
        _application = builder.Build();
        _server = _application.Services.GetRequiredService<IServer>();
    }

    /// <summary>Where readers find it, for example <c>http://127.0.0.1:38211/</c>.</summary>
    public Uri Address => new($"http://{Listening!.IPEndPoint}/");

    private ListenOptions? Listening { get; set; }

    /// <param name="port">0 takes any free one.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <exception cref="IOException">The port is taken or not allowed.</exception>
    public static async Task<LiveServer> StartAsync(int port, CancellationToken cancellationToken)
    {
        var live = new LiveServer(port);
        try
        {
            await live._server.StartAsync(new Application(live), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            await live._application.DisposeAsync().ConfigureAwait(false);
            if (error is SocketException or IOException)
            {
                throw new IOException(
                    $"the live view cannot listen on 127.0.0.1:{port}: {error.Message} --live-port takes another port", error);
            }

            throw;
        }

        live._hosts = [live.Address.Authority, $"localhost:{live.Address.Port}"];
        return live;
    }

    /// <summary>Shows a new page to everyone and waits until open pages have fetched it, at most <paramref name="limit"/>.</summary>
    public void Publish(string page, TimeSpan limit)
    {
        var version = _version + 1;
        Volatile.Write(ref _page, Encoding.UTF8.GetBytes(LivePage.Of(page, version)));
        _version = version;
        _readers.Publish(version, limit);
    }

    public async ValueTask DisposeAsync()
    {
        _readers.End();
        using var limit = new CancellationTokenSource(StopLimit);
        await _server.StopAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";

        // A page of another site can make its own name resolve to 127.0.0.1 and then read answers as its own (DNS rebinding); the Host
        // header it sends is that other name.
        if (!_hosts.Contains(request.Host.Value, StringComparer.OrdinalIgnoreCase))
        {
            response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        }
        else if (!HttpMethods.IsGet(request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = "GET";
        }
        else if (request.Path == "/")
        {
            var page = Volatile.Read(ref _page);
            response.ContentType = "text/html; charset=utf-8";
            response.ContentLength = page.Length;
            await response.Body.WriteAsync(page, context.RequestAborted).ConfigureAwait(false);
        }
        else if (request.Path == "/events")
        {
            await SendEventsAsync(context).ConfigureAwait(false);
        }
        else
        {
            response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private async Task SendEventsAsync(HttpContext context)
    {
        var seen =
            long.TryParse(context.Request.Query["seen"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
        context.Response.ContentType = "text/event-stream";
        var reader = _readers.Join(seen);
        try
        {
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            await foreach (var text in reader.Events.ReadAllAsync(context.RequestAborted).ConfigureAwait(false))
            {
                await context.Response.WriteAsync(text, context.RequestAborted).ConfigureAwait(false);
                await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            }
        }
        finally
        {
            _readers.Leave(reader);
        }
    }

    private sealed class Application(LiveServer live) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public async Task ProcessRequestAsync(HttpContext context)
        {
            try
            {
                await live.AnswerAsync(context).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                // The reader has gone.
            }
        }

        public void DisposeContext(HttpContext context, Exception? exception)
        {
            // It holds nothing beside what Kestrel owns.
        }
    }
}
