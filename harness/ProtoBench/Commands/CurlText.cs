using System.Net;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;
using ProtoBench.Protocols;

namespace ProtoBench.Commands;

/// <summary>How curl talks to a server of ours: a command to paste, because the version of HTTP is not part of a URL.</summary>
internal static class CurlText
{
    /// <summary>For example <c>curl --http1.1 http://127.0.0.1:8080/</c>; null for protocols that curl does not speak.</summary>
    /// <param name="arm">What is served. Its certificate was made a moment ago and is printed beside: curl is told not to ask for
    /// another.</param>
    /// <param name="endPoint">Where; of a server at every address, the loopback one is named.</param>
    public static string? Of(Arm arm, EndPoint endPoint) =>
        endPoint is IPEndPoint ip && ProtocolCatalog.Find(arm.Protocol)?.Traits.Curl?.Of(arm.Tls) is { } options
            ? $"curl {options} {ShellText.Word(ServedUrl.Of(arm, ip)!)}"
            : null;
}
