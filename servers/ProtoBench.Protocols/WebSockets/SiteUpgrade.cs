using System.Net.WebSockets;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Http;

namespace ProtoBench.Protocols.WebSockets;

/// <summary>The upgrade at a server that is not ours: as its user wrote it, and a refusal told in the server's words.</summary>
/// <param name="carrier">The connection to upgrade.</param>
/// <param name="site">The server.</param>
internal sealed class SiteUpgrade(HttpCarrier carrier, ForeignSite site) : HttpMessageHandler
{
    private const string NoCompression = "none";

    private string? _refusal;
    private string? _extensions;

    /// <summary>What was agreed on, for the facts.</summary>
    public IEnumerable<KeyValuePair<string, string>> Facts(ClientWebSocket socket)
    {
        yield return KeyValuePair.Create("websocket compression", _extensions ?? NoCompression);
        if (socket.SubProtocol is { Length: > 0 } chosen)
        {
            yield return KeyValuePair.Create("websocket sub-protocol", chosen);
        }
    }

    /// <exception cref="IOException">The server refused the upgrade.</exception>
    public async Task ConnectAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        foreach (var protocol in site.SubProtocols)
        {
            socket.Options.AddSubProtocol(protocol);
        }

        foreach (var (name, value) in site.UpgradeHeaders)
        {
            socket.Options.SetRequestHeader(name, value);
        }

        if (site.Deflate)
        {
            socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        }

        var secure = carrier.Authority.Scheme == Uri.UriSchemeHttps;
        var address = new Uri(
            $"{(secure ? Uri.UriSchemeWss : Uri.UriSchemeWs)}://{carrier.Authority.Authority}{site.UpgradeTarget}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var invoker = new HttpMessageInvoker(this, disposeHandler: false);
        try
        {
            await socket.ConnectAsync(address, invoker, cancellationToken);
        }
        catch (WebSocketException error)
        {
            throw new IOException($"the upgrade to WebSocket at {site.UpgradeTarget} failed: {_refusal ?? Reason(error)}", error);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await carrier.Invoker.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException error)
        {
            _refusal = (await carrier.ExplainAsync(error, cancellationToken) ?? carrier.EndBehind(error, responding: false))?.Message;
            throw;
        }

        // RFC 6455, 4.1, and over HTTP/2 any 2xx (RFC 8441, 5).
        if (response.StatusCode == System.Net.HttpStatusCode.SwitchingProtocols
            || (request.Method == HttpMethod.Connect && response.IsSuccessStatusCode))
        {
            _extensions = response.Headers.TryGetValues("Sec-WebSocket-Extensions", out var values) ? string.Join(", ", values) : null;
        }
        else
        {
            _refusal = await DescribeAsync(response, cancellationToken);
        }

        return response;
    }

    private static async Task<string> DescribeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = $"the server answers with status {(int)response.StatusCode}";
        var where = response.Headers.Location is { } location ? $" (Location: {location.OriginalString})" : "";
        var start = new byte[QuotedText.MostBytes];
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var read = await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
            var said = QuotedText.Of(start.AsSpan(0, read));
            return $"{status}{where}{(said.Length > 0 ? $" and says: {said}" : " and no text")}; 101 is wanted";
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            return $"{status}{where}; 101 is wanted";
        }
    }

    private static string Reason(Exception error) =>
        error.InnerException is HttpRequestException cause ? HttpCarrier.Translate(cause).Message : error.Message;
}
