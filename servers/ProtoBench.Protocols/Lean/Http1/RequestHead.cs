using System.Globalization;
using System.Text;
using ProtoBench.Protocols.Lean.Exchanges;

namespace ProtoBench.Protocols.Lean.Http1;

/// <summary>The head of a request of HTTP/1.1 (RFC 9112, 3), whole.</summary>
internal static class RequestHead
{
    public static ReadOnlyMemory<byte> Write(LeanRequest request, string authority)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{request.Method} {request.Target} HTTP/1.1\r\n");
        var headers = request.User?.Headers ?? [];
        if (!headers.Any(header => Is(header.Key, "Host")))
        {
            text.Append(CultureInfo.InvariantCulture, $"Host: {authority}\r\n");
        }

        foreach (var (name, value) in headers)
        {
            // The body is ours to frame.
            if (!Is(name, "Content-Length") && !Is(name, "Transfer-Encoding"))
            {
                text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
            }
        }

        if (request.TellsLength)
        {
            text.Append(CultureInfo.InvariantCulture, $"Content-Length: {request.BodyBytes}\r\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("\r\n").ToString());
    }

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
