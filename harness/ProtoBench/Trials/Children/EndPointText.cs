using System.Net;
using System.Net.Sockets;
using ProtoBench.Protocols.StreamSockets;

namespace ProtoBench.Trials.Children;

/// <summary>End points as text: <c>127.0.0.1:9000</c>, <c>[::1]:9000</c> or <c>unix:PATH</c>.</summary>
public static class EndPointText
{
    private const string UnixPrefix = "unix:";

    /// <exception cref="FormatException">The text is none of the three forms.</exception>
    /// <exception cref="IOException">A socket path is longer than the kernel takes (unix(7)).</exception>
    public static EndPoint Parse(string text)
    {
        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal))
        {
            return SocketPath.ToEndPoint(text[UnixPrefix.Length..]);
        }

        return text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out var address)
            ? address
            : throw new FormatException($"'{text}' is not an end point; write ADDRESS:PORT, such as 127.0.0.1:9000, or unix:PATH");
    }

    public static string Write(EndPoint endPoint) =>
        endPoint is UnixDomainSocketEndPoint unix ? UnixPrefix + unix : endPoint.ToString() ?? "";
}
