using System.Net;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;

namespace ProtoBench.Commands;

/// <summary>How curl talks to a server of ours: a command to paste, because the version of HTTP is not part of a URL.</summary>
internal static class CurlText
{
    // --http2-prior-knowledge: without TLS there is no ALPN, and the servers do not upgrade from HTTP/1.1.
    private static readonly Dictionary<(string Protocol, bool Tls), string> Options = new()
    {
        [("http1", false)] = "--http1.1",
        [("http1", true)] = "--http1.1 --insecure",
        [("http2", false)] = "--http2-prior-knowledge",
        [("http2", true)] = "--http2 --insecure",
        [("http3", true)] = "--http3-only --insecure",
    };

    /// <summary>For example <c>curl --http1.1 http://127.0.0.1:8080/</c>; null for protocols that curl does not speak.</summary>
    /// <param name="arm">What is served. Its certificate was made a moment ago and is printed beside: curl is told not to ask for
    /// another.</param>
    /// <param name="endPoint">Where; of a server at every address, the loopback one is named.</param>
    public static string? Of(Arm arm, EndPoint endPoint) =>
        endPoint is IPEndPoint ip && Options.GetValueOrDefault((arm.Protocol, arm.Tls)) is { } options
            ? $"curl {options} {ShellText.Word(ServedUrl.Of(arm, ip)!)}"
            : null;
}
