using System.Text;

namespace ProtoBench.Protocols.Lean.Hpack;

/// <summary>The header fields that both sides know from the beginning (RFC 7541, appendix A).</summary>
internal static class StaticTable
{
    public const int Count = 61;

    private const string Text = """
        :authority
        :method GET
        :method POST
        :path /
        :path /index.html
        :scheme http
        :scheme https
        :status 200
        :status 204
        :status 206
        :status 304
        :status 400
        :status 404
        :status 500
        accept-charset
        accept-encoding gzip, deflate
        accept-language
        accept-ranges
        accept
        access-control-allow-origin
        age
        allow
        authorization
        cache-control
        content-disposition
        content-encoding
        content-language
        content-length
        content-location
        content-range
        content-type
        cookie
        date
        etag
        expect
        expires
        from
        host
        if-match
        if-modified-since
        if-none-match
        if-range
        if-unmodified-since
        last-modified
        link
        location
        max-forwards
        proxy-authenticate
        proxy-authorization
        range
        referer
        refresh
        retry-after
        server
        set-cookie
        strict-transport-security
        transfer-encoding
        user-agent
        vary
        via
        www-authenticate
        """;

    private static readonly (byte[] Name, byte[] Value)[] Fields =
    [
        .. Text.Split('\n').Select(line => line.Trim()).Select(line => line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space
            ? (Encoding.ASCII.GetBytes(line[..space]), Encoding.ASCII.GetBytes(line[(space + 1)..]))
            : (Encoding.ASCII.GetBytes(line), [])),
    ];

    /// <param name="index">From 1 to <see cref="Count"/>.</param>
    public static ReadOnlySpan<byte> Name(int index) => Fields[index - 1].Name;

    public static ReadOnlySpan<byte> Value(int index) => Fields[index - 1].Value;
}
