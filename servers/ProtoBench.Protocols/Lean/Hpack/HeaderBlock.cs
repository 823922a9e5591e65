using System.Globalization;
using System.Text;
using ProtoBench.Protocols.Lean.Exchanges;

namespace ProtoBench.Protocols.Lean.Hpack;

/// <summary>The header block of a request (RFC 7541, 6).</summary>
internal static class HeaderBlock
{
    private const int Authority = 1;
    private const int Method = 2;
    private const int Path = 4;
    private const int SchemeHttp = 6;
    private const int SchemeHttps = 7;
    private const int ContentLength = 28;
    private const int Indexed = 0x80;
    private const int Added = 0x40;
    private const int NeverIndexed = 0x10;

    // They belong to a connection of HTTP/1.1 (RFC 9113, 8.2.2), or are made here.
    private static readonly HashSet<string> LeftOut =
        ["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "host", "content-length"];

    private static readonly HashSet<string> Secret = ["authorization", "cookie", "proxy-authorization"];

    // Those that nghttp2, curl's and h2load's library, leaves out of the table too, because they change from request to request
    // (nghttp2_hd.c, hd_deflate_decide_indexing). What it puts there is put there here: a server works as for such clients.
    private static readonly HashSet<string> Changing =
        [":path", "age", "content-length", "etag", "if-modified-since", "if-none-match", "location", "set-cookie"];

    /// <param name="request">What is asked for.</param>
    /// <param name="scheme">http or https.</param>
    /// <param name="authority">The server's name and port, where the request has no Host.</param>
    /// <param name="table">What the server has kept of earlier blocks, and gets of this one; null: nothing is kept.</param>
    public static ReadOnlyMemory<byte> Write(LeanRequest request, string scheme, string authority, HeaderTable? table = null)
    {
        var block = new List<byte>();
        var headers = request.User?.Headers ?? [];
        Pseudo(":method", request.Method switch { "GET" => Method, "POST" => Method + 1, _ => 0 }, Method, request.Method);
        block.Add((byte)(Indexed | (scheme == "https" ? SchemeHttps : SchemeHttp)));
        var host = headers.FirstOrDefault(header => header.Key.Equals("host", StringComparison.OrdinalIgnoreCase)).Value;
        Pseudo(":authority", 0, Authority, host ?? authority);
        Pseudo(":path", request.Target == "/" ? Path : 0, Path, request.Target);
        foreach (var (name, value) in request.Fields.Concat(headers))
        {
#pragma warning disable CA1308 // Names are in lower case (RFC 9113, 8.2).
            var lower = name.ToLowerInvariant();
#pragma warning restore CA1308
            if (!LeftOut.Contains(lower) && (lower != "te" || value == "trailers"))
            {
                Field(lower, 0, value);
            }
        }

        if (request.TellsLength)
        {
            Field("content-length", ContentLength, request.BodyBytes.ToString(CultureInfo.InvariantCulture));
        }

        return block.ToArray();

        // Whole from the static table, or with its name from there.
        void Pseudo(string name, int whole, int known, string value)
        {
            if (whole > 0)
            {
                Integer(block, Indexed, 7, whole);
                return;
            }

            Field(name, known, value);
        }

        void Field(string name, int known, string value)
        {
            var secret = Secret.Contains(name);
            var kept = secret || Changing.Contains(name) ? null : table;
            if (kept?.Find(name, value) is { } index)
            {
                Integer(block, Indexed, 7, StaticTable.Count + 1 + index);
                return;
            }

            var isNew = kept?.TryAdd(name, value) == true;
            Integer(block, isNew ? Added : secret ? NeverIndexed : 0, isNew ? 6 : 4, known);
            if (known == 0)
            {
                Text(block, name);
            }

            Text(block, value);
        }
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
