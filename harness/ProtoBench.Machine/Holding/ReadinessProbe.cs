using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ProtoBench.Machine.Holding;

/// <summary>How the holder of a command finds out whether it has become a server. It asks from where the server is.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="EndPoint">Where the server was told to listen.</param>
/// <param name="Path">Of <see cref="ProbeKind.Http"/>, with its leading slash.</param>
internal sealed record ReadinessProbe(ProbeKind Kind, EndPoint EndPoint, string Path = "/")
{
    // Addresses of /proc/net/udp (proc(5)) stand in the second column, as hexadecimal address:port.
    private const int LocalAddress = 1;

    private static readonly string[] DatagramTables = ["/proc/net/udp", "/proc/net/udp6"];
    private static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(2);

    /// <summary>Asks once.</summary>
    /// <returns>Null when it is ready, else what was found.</returns>
    public async Task<string?> AskAsync()
    {
        try
        {
            return Kind switch
            {
                ProbeKind.Datagrams => IsBound(((IPEndPoint)EndPoint).Port) ? null : "no socket is bound to its UDP port",
                ProbeKind.Http => await AskHttpAsync().ConfigureAwait(false),
                _ => await ConnectAsync().ConfigureAwait(false),
            };
        }
        catch (Exception error) when (error is SocketException or IOException or HttpRequestException or OperationCanceledException)
        {
            return error is OperationCanceledException
                ? $"no answer within {AttemptLimit.TotalSeconds:0} s"
                : (error.InnerException ?? error).Message;
        }
    }

    public string ToText() => string.Join(
        '\n', Kind.ToString(), EndPoint is IPEndPoint ip ? ip.ToString() : "unix:" + EndPoint, Path);

    public static ReadinessProbe FromText(string text)
    {
        var parts = text.Split('\n');
        return new ReadinessProbe(
            Enum.Parse<ProbeKind>(parts[0]),
            parts[1].StartsWith("unix:", StringComparison.Ordinal)
                ? new UnixDomainSocketEndPoint(parts[1]["unix:".Length..])
                : IPEndPoint.Parse(parts[1]),
            parts[2]);
    }

    private async Task<string?> ConnectAsync()
    {
        using var limit = new CancellationTokenSource(AttemptLimit);
        using var socket = new Socket(
            EndPoint.AddressFamily, SocketType.Stream, EndPoint is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        await socket.ConnectAsync(EndPoint, limit.Token).ConfigureAwait(false);
        return null;
    }

    /// <summary>
    /// In plain text, and where that is not understood, inside TLS: the probe is about readiness, so any certificate does.
    /// </summary>
    private async Task<string?> AskHttpAsync()
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
#pragma warning disable CA5359 // Nothing is told to the server, and nothing it says is believed: it is only asked whether it is there.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        using var client = new HttpClient(handler) { Timeout = AttemptLimit };
        HttpResponseMessage response;
        try
        {
            response = await GetAsync("http").ConfigureAwait(false);
        }
        catch (HttpRequestException error) when (error.HttpRequestError is HttpRequestError.InvalidResponse
            or HttpRequestError.ResponseEnded)
        {
            response = await GetAsync("https").ConfigureAwait(false);
        }

        using (response)
        {
            return (int)response.StatusCode < 500
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"{Path} is answered with status {(int)response.StatusCode}");
        }

        Task<HttpResponseMessage> GetAsync(string scheme) =>
            client.GetAsync(new Uri($"{scheme}://{EndPoint}{Path}"), HttpCompletionOption.ResponseHeadersRead);
    }

    private static bool IsBound(int port)
    {
        var end = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return DatagramTables.Where(File.Exists).SelectMany(File.ReadLines).Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Any(columns => columns.Length > LocalAddress && columns[LocalAddress].EndsWith(end, StringComparison.Ordinal));
    }
}

/// <summary>What a <see cref="ReadinessProbe"/> asks.</summary>
internal enum ProbeKind
{
    /// <summary>Does it accept a connection?</summary>
    Connection,

    /// <summary>Is a socket bound to its UDP port?</summary>
    Datagrams,

    /// <summary>Does it answer a request with a status below 500?</summary>
    Http,
}
