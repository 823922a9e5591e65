using System.Globalization;
using System.Text;

namespace ProtoBench.Protocols.Grpc;

/// <summary>The grpc-message header: UTF-8 with percent encoding of everything but printable ASCII (PROTOCOL-HTTP2.md, "Responses").</summary>
internal static class GrpcMessageText
{
    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            if (octet is >= 0x20 and <= 0x7e and not (byte)'%')
            {
                encoded.Append((char)octet);
            }
            else
            {
                encoded.Append('%').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }

    /// <summary>Never fails: what is not a valid escape is kept as it stands, as the specification demands.</summary>
    public static string Decode(string header)
    {
        var octets = new List<byte>(header.Length);
        for (var i = 0; i < header.Length; i++)
        {
            if (header[i] == '%'
                && i + 2 < header.Length
                && byte.TryParse(header.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            {
                octets.Add(octet);
                i += 2;
            }
            else
            {
                octets.AddRange(Encoding.UTF8.GetBytes([header[i]]));
            }
        }

        return Encoding.UTF8.GetString([.. octets]);
    }
}
