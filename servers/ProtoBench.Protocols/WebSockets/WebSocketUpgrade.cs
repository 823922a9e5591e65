using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebSockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.WebSockets;

/// <summary>Turns an HTTP request into a WebSocket, with ASP.NET Core's own middleware for both RFC 6455 and RFC 8441.</summary>
internal sealed class WebSocketUpgrade
{
    private const int UpgradeRequired = 426;

    private readonly WebSocketMiddleware _middleware;
    private readonly TransferMeter _uploads;
    private readonly EndpointSettings _settings;
    private readonly ConcurrentDictionary<WebSocketSession, bool> _live = [];
    private volatile bool _ending;

    public WebSocketUpgrade(TransferMeter uploads, EndpointSettings settings)
    {
        _uploads = uploads;
        _settings = settings;
        _middleware = new WebSocketMiddleware(
            ServeAsync, Options.Create(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan }), NullLoggerFactory.Instance);
    }

    public Task HandleAsync(IFeatureCollection features) => _middleware.Invoke(new DefaultHttpContext(features));

    /// <summary>Tells every WebSocket that the server goes away, behind the answer that it is giving.</summary>
    public Task EndAsync()
    {
        // One that begins meanwhile looks for itself.
        _ending = true;
        return Task.WhenAll(_live.Keys.Select(session => session.EndAsync()));
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = UpgradeRequired;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { DangerousEnableCompression = false });
        var session = new WebSocketSession(socket, _uploads, _settings);
        _live[session] = true;
        try
        {
            if (_ending)
            {
                await session.EndAsync();
            }

            await session.RunAsync(context.RequestAborted);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // The client went without a closing handshake, or the server stops: nobody is left to tell.
        }
        finally
        {
            _live.TryRemove(session, out _);
        }
    }
}
