using System.Globalization;
using System.Text;
using ProtoBench.Protocols.Lean.Exchanges;

namespace ProtoBench.Protocols.Lean.Hpack;

/// <summary>
/// The header block of a request, written once: nothing of it is added to the server's table, so the same octets are right every time.
/// </summary>
internal static class HeaderBlock
{
    /// <summary>
    /// Goes before the first block of a connection: this side's table has no room (RFC 7541, 4.2), so no setting of the server's can make
    /// it too large.
    /// </summary>
    public const byte NoTable = 0x20;

    private const int Authority = 1;
    private const int Method = 2;
    private const int Path = 4;
    private const int SchemeHttp = 6;
    private const int SchemeHttps = 7;
    private const int ContentLength = 28;
    private const int NeverIndexed = 0x10;

    // They belong to a connection of HTTP/1.1 (RFC 9113, 8.2.2), or are made here.
    private static readonly HashSet<string> LeftOut =
        ["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "host", "content-length"];

    private static readonly HashSet<string> Secret = ["authorization", "cookie", "proxy-authorization"];

    public static ReadOnlyMemory<byte> Write(LeanRequest request, string scheme, string authority)
    {
        var block = new List<byte>();
        var headers = request.User?.Headers ?? [];
        Pseudo(block, request.Method switch { "GET" => Method, "POST" => Method + 1, _ => 0 }, Method, request.Method);
        block.Add((byte)(0x80 | (scheme == "https" ? SchemeHttps : SchemeHttp)));
        var host = headers.FirstOrDefault(header => header.Key.Equals("host", StringComparison.OrdinalIgnoreCase)).Value;
        Pseudo(block, 0, Authority, host ?? authority);
        Pseudo(block, request.Target == "/" ? Path : 0, Path, request.Target);
        foreach (var (name, value) in request.Fields.Concat(headers))
        {
#pragma warning disable CA1308 // Names are in lower case (RFC 9113, 8.2).
            var lower = name.ToLowerInvariant();
#pragma warning restore CA1308
            if (!LeftOut.Contains(lower) && (lower != "te" || value == "trailers"))
            {
                block.Add((byte)(Secret.Contains(lower) ? NeverIndexed : 0));
                Text(block, lower);
                Text(block, value);
            }
        }

        if (request.TellsLength)
        {
            Integer(block, 0, 4, ContentLength);
            Text(block, request.BodyBytes.ToString(CultureInfo.InvariantCulture));
        }

        return block.ToArray();
    }

    // Whole from the static table, or with its name from there.
    private static void Pseudo(List<byte> block, int whole, int name, string value)
    {
        if (whole > 0)
        {
            Integer(block, 0x80, 7, whole);
            return;
        }

        Integer(block, 0, 4, name);
        Text(block, value);
    }

    private static void Text(List<byte> block, string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        Integer(block, 0, 7, octets.Length);
        block.AddRange(octets);
    }

    /// <summary>RFC 7541, 5.1.</summary>
    internal static void Integer(List<byte> block, int flags, int prefix, int value)
    {
        var most = (1 << prefix) - 1;
        if (value < most)
        {
            block.Add((byte)(flags | value));
            return;
        }

        block.Add((byte)(flags | most));
        for (value -= most; value >= 0x80; value >>= 7)
        {
            block.Add((byte)(0x80 | (value & 0x7F)));
        }

        block.Add((byte)value);
    }
}
