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
    private readonly bool _verify;
    private readonly ServerWork _work;

    public WebSocketUpgrade(TransferMeter uploads, bool verify, ServerWork work)
    {
        _uploads = uploads;
        _verify = verify;
        _work = work;
        _middleware = new WebSocketMiddleware(
            ServeAsync, Options.Create(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan }), NullLoggerFactory.Instance);
    }

    public Task HandleAsync(IFeatureCollection features) => _middleware.Invoke(new DefaultHttpContext(features));

    private async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = UpgradeRequired;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { DangerousEnableCompression = false });
        try
        {
            await new WebSocketSession(socket, _uploads, _verify, _work).RunAsync(context.RequestAborted);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // The client went without a closing handshake, or the server stops: nobody is left to tell.
        }
    }
}
