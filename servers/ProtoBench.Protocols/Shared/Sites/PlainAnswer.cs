using System.Text;

namespace ProtoBench.Protocols.Shared.Sites;

/// <summary>What the first bytes are that a server sends for a request of HTTP/1.1 in plain text.</summary>
internal enum PlainSpeaker
{
    /// <summary>It sent nothing, and closed or waited.</summary>
    Silent,

    Http1,
    Http2,
    Tls,
    Other,
}

/// <summary>A server's first bytes, and who speaks so.</summary>
internal readonly record struct PlainAnswer(PlainSpeaker Speaker, string Said)
{
    private const int MostQuoted = 40;

    // A record's type is 20 to 23 and its version 3.x (RFC 8446, 5.1). A server of HTTP/2 begins with a SETTINGS frame: length of at most
    // some hundred bytes, type 4 (RFC 9113, 3.4), or ends with GOAWAY, type 7.
    private const byte FirstRecordType = 20;
    private const byte LastRecordType = 23;
    private const byte Settings = 4;
    private const byte GoAway = 7;

    public static PlainAnswer Of(ReadOnlySpan<byte> first) => first switch
    {
        [] => new(PlainSpeaker.Silent, "nothing"),
        [>= FirstRecordType and <= LastRecordType, 3, ..] => new(PlainSpeaker.Tls, "with a TLS record"),
        [0, _, _, Settings or GoAway, ..] => new(PlainSpeaker.Http2, "with a frame of HTTP/2"),
        _ when first.StartsWith("HTTP/"u8) => new(PlainSpeaker.Http1, $"'{Line(first)}'"),
        _ => new(PlainSpeaker.Other, $"'{Line(first)}'"),
    };

    private static string Line(ReadOnlySpan<byte> first)
    {
        var end = first.IndexOfAny("\r\n"u8);
        var line = Encoding.Latin1.GetString(first[..Math.Min(end < 0 ? first.Length : end, MostQuoted)]);
        return string.Concat(line.Select(letter => letter is >= ' ' and <= '~' ? letter : '.'));
    }
}
