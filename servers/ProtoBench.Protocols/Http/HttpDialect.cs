using System.Net;
using System.Net.Security;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Http;

/// <summary>What differs between the HTTP versions; everything else is the same code.</summary>
internal sealed record HttpDialect
{
    /// <summary>
    /// 16 MiB, the largest message there is: no exchange ever waits for a stream's WINDOW_UPDATE (RFC 9113, 6.9), so TCP is the only flow
    /// control that shapes a measurement. The protocol's default of 64 KiB - 1 would cap a stream at 64 KiB per round trip.
    /// </summary>
    public const int Http2StreamWindowBytes = ProtocolTraits.LargestMessageBytes;

    /// <summary>
    /// 64 MiB: what SocketsHttpHandler always announces for the connection; the server announces the same, so neither direction is
    /// favoured.
    /// </summary>
    public const int Http2ConnectionWindowBytes = 64 * 1024 * 1024;

    public static HttpDialect Http1 { get; } = new()
    {
        StandardName = "HTTP/1.1",
        Version = HttpVersion.Version11,
        Served = HttpProtocols.Http1,
        Alpn = SslApplicationProtocol.Http11,
        Facts = new Dictionary<string, string>(),
    };

    public static HttpDialect Http2 { get; } = new()
    {
        StandardName = "HTTP/2",
        Version = HttpVersion.Version20,
        Served = HttpProtocols.Http2,
        Alpn = SslApplicationProtocol.Http2,
        Facts = new Dictionary<string, string>
        {
            ["h2 client stream window bytes"] = $"{Http2StreamWindowBytes}",
            ["h2 client connection window bytes"] = $"{Http2ConnectionWindowBytes}",
        },
    };

    /// <summary>Kestrel's side of HTTP/3; its client is SocketsHttpHandler only over msquic.</summary>
    public static HttpDialect Http3 { get; } = new()
    {
        StandardName = "HTTP/3",
        Version = HttpVersion.Version30,
        Served = HttpProtocols.Http3,
        Alpn = SslApplicationProtocol.Http3,
        Facts = new Dictionary<string, string>(),
    };

    /// <summary>As RFC 9110 writes it.</summary>
    public required string StandardName { get; init; }

    public required Version Version { get; init; }

    /// <summary>The only version the server's end point speaks.</summary>
    public required HttpProtocols Served { get; init; }

    /// <summary>The only protocol offered and accepted in TLS (RFC 7301).</summary>
    public required SslApplicationProtocol Alpn { get; init; }

    public required IReadOnlyDictionary<string, string> Facts { get; init; }
}
