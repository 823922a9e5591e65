using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;

namespace ProtoBench.Load.Children;

/// <summary>
/// End points as text: <c>127.0.0.1:9000</c>, <c>[::1]:9000</c> or <c>unix:PATH</c>; people may also write <c>localhost:9000</c> or
/// <c>9000</c>.
/// </summary>
/// <remarks>
/// Nothing is guessed. <see cref="IPEndPoint.TryParse(string, out IPEndPoint)"/> takes <c>::1:8080</c> for an address without a port and
/// <c>8080</c> for 0.0.31.144, so a server would listen elsewhere than it was told to; here such a text is refused with the spelling that
/// was probably meant.
/// </remarks>
public static class EndPointText
{
    private const string UnixPrefix = "unix:";
    private const string Forms = "write ADDRESS:PORT, such as 127.0.0.1:9000 or [::1]:9000 (port 0: any free one), or unix:PATH";

    /// <exception cref="FormatException">The text is no end point, or its meaning is not certain; the message says what to
    /// write.</exception>
    /// <exception cref="IOException">A socket path is longer than the kernel takes (unix(7)).</exception>
    public static EndPoint Parse(string text)
    {
        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal))
        {
            return text.Length > UnixPrefix.Length
                ? SocketPath.ToEndPoint(text[UnixPrefix.Length..])
                : throw Refused(text, "has no path; write unix:PATH");
        }

        if (text.Contains('/', StringComparison.Ordinal))
        {
            var scheme = text.IndexOf("://", StringComparison.Ordinal);
            throw scheme > 0
                ? Refused(text, $"is a URL; write ADDRESS:PORT alone, such as {Shown(text[(scheme + 3)..].TrimEnd('/'))}")
                : Refused(text, $"is a path; write unix:{text}");
        }

        // A port alone: at the address that is also listened at when nothing is said.
        return IsDigits(text) ? new IPEndPoint(IPAddress.Loopback, Port(text, text))
            : text.StartsWith('[') ? InBrackets(text)
            : text.Count(character => character == ':') > 1 ? throw Bare(text)
            : AddressAndPort(text);
    }

    public static string Write(EndPoint endPoint) =>
        endPoint is UnixDomainSocketEndPoint unix ? UnixPrefix + unix : endPoint.ToString() ?? "";

    private static IPEndPoint InBrackets(string text)
    {
        var end = text.IndexOf(']', StringComparison.Ordinal);
        var inner = end < 0 ? "" : text[1..end];
        if (!IPAddress.TryParse(inner, out var address))
        {
            throw Refused(text, $"has no IPv6 address in its brackets; {Forms}");
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            throw Refused(text, $"has an IPv4 address in brackets; write {inner}{text[(end + 1)..]}");
        }

        return text[(end + 1)..] is [':', .. var port]
            ? new IPEndPoint(address, Port(port, text))
            : throw Refused(text, $"has no port; write [{inner}]:PORT (0: any free one)");
    }

    // The last group of digits may be a port or a part of the address: only brackets tell.
    private static FormatException Bare(string text)
    {
        var colon = text.LastIndexOf(':');
        var (before, after) = (text[..colon], text[(colon + 1)..]);
        var isAddress = IPAddress.TryParse(text, out _);
        var isBoth = IPAddress.TryParse(before, out _) && IsPort(after);
        return (isBoth, isAddress) switch
        {
            (true, true) => Refused(
                text, $"may end with a port or not: an IPv6 address stands in brackets; write [{before}]:{after}, or [{text}]:PORT"),
            (true, false) => Refused(text, $"is an IPv6 address without brackets; write [{before}]:{after}"),
            (false, true) => Refused(text, $"has no port: an IPv6 address stands in brackets; write [{text}]:PORT (0: any free one)"),
            _ => Refused(text, $"is not an end point; {Forms}"),
        };
    }

    private static IPEndPoint AddressAndPort(string text)
    {
        var (name, port) = text.Split(':') is [var before, var after] ? (before, after) : (text, null);
        var isLocalhost = name.Equals("localhost", StringComparison.OrdinalIgnoreCase);
        var isAddress = IPAddress.TryParse(name, out var address);
        if (port is null)
        {
            throw isLocalhost || isAddress
                ? Refused(text, $"has no port; write {name}:PORT (0: any free one)")
                : Refused(text, $"is not an end point; {Forms}");
        }

        if (name.Length == 0 || name == "*")
        {
            var shown = IsPort(port) ? port : "PORT";
            throw Refused(
                text,
                $"names no address; write 127.0.0.1:{shown} for this machine only, 0.0.0.0:{shown} or [::]:{shown} for every interface");
        }

        if (isLocalhost)
        {
            return new IPEndPoint(IPAddress.Loopback, Port(port, text));
        }

        if (!isAddress)
        {
            throw Refused(text, $"has a name where the address stands; {Forms}");
        }

        // inet_aton's spellings, 127.1 or 0177.0.0.1, mean what few expect.
        return address!.ToString() == name
            ? new IPEndPoint(address, Port(port, text))
            : throw Refused(text, $"has an address that is not written out; did you mean {address}:{port}?");
    }

    private static int Port(string port, string text) => IsPort(port)
        ? int.Parse(port, CultureInfo.InvariantCulture)
        : throw Refused(text, port.Length == 0
            ? "has no port after the colon; 0 is any free one"
            : $"has no port that exists; a port is a number from 0 (any free one) to {IPEndPoint.MaxPort}");

    private static bool IsPort(string text) =>
        IsDigits(text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort;

    private static bool IsDigits(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    private static string Shown(string rest) => rest.Length > 0 && !rest.Contains('/', StringComparison.Ordinal) ? rest : "127.0.0.1:9000";

    private static FormatException Refused(string text, string why) => new($"'{text}' {why}");
}
