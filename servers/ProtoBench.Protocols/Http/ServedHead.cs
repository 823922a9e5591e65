using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace ProtoBench.Protocols.Http;

/// <summary>
/// What a server has to know of the head of a request (RFC 9112). Lines end with CR LF; what a server may forgive is refused, so that no
/// two programs on the way can read one request as two (RFC 9112, 11.2).
/// </summary>
internal struct ServedHead
{
    /// <summary>16 KiB, as much as two large cookies: a longer head is refused with 414 or 431 (RFC 6585, 5).</summary>
    public const int LargestBytes = 16 * 1024;

    // RFC 9110, 5.6.2.
    private static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    // RFC 9110, 5.5: VCHAR, obs-text, SP and HTAB.
    private static readonly SearchValues<byte> ValueBytes =
        SearchValues.Create([9, .. Range(0x20, 0x7E), .. Range(0x80, 0xFF)]);

    private static readonly SearchValues<byte> TargetBytes = SearchValues.Create([.. Range(0x21, 0x7E)]);

    private bool _isOld;
    private int _hosts;
    private bool _hasLength;
    private bool _isCoded;
    private bool _isChunked;
    private bool _keepsAlive;

    /// <summary>Bytes of the head, with empty lines before it and the one behind it.</summary>
    public int Bytes { get; private set; }

    public ServedMethod Method { get; private set; }

    /// <summary>Where the target begins.</summary>
    public int TargetStart { get; private set; }

    public int TargetBytesCount { get; private set; }

    /// <summary>Bytes of content that follow.</summary>
    public long ContentLength { get; private set; }

    /// <summary>The connection ends with the answer.</summary>
    public bool Closes { get; private set; }

    /// <summary>The connection stays, which a client of HTTP/1.0 has to be told.</summary>
    public readonly bool TellsKeepAlive => _isOld && !Closes;

    /// <summary>The client waits for 100 (Continue) before it sends the content (RFC 9110, 10.1.1).</summary>
    public bool AwaitsContinue { get; private set; }

    /// <summary>The status with which it is refused; 0: it is a request. The connection ends with a refusal.</summary>
    public int Refusal { get; private set; }

    /// <summary>Reads a head from the start of <paramref name="bytes"/>. False: its end has not come yet.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ServedHead head)
    {
        head = default;
        var start = 0;

        // "A server … SHOULD ignore at least one empty line (CRLF) received prior to the request-line" (RFC 9112, 2.2).
        while (bytes[start..].StartsWith("\r\n"u8))
        {
            start += 2;
        }

        var whole = bytes[start..];
        var length = whole.IndexOf("\r\n\r\n"u8);
        if (length is < 0 or > LargestBytes)
        {
            return head.RefuseUnended(whole);
        }

        head.Bytes = start + length + 4;
        var lineEnd = whole.IndexOf("\r\n"u8);
        head.Refusal = head.ReadRequestLine(whole[..lineEnd], start);
        while (head.Refusal == 0 && lineEnd < length)
        {
            var rest = whole[(lineEnd + 2)..(length + 2)];
            var end = rest.IndexOf("\r\n"u8);
            head.Refusal = head.ReadField(rest[..end]);
            lineEnd += 2 + end;
        }

        if (head.Refusal == 0)
        {
            head.Refusal = head.Finish();
        }

        return true;
    }

    private static IEnumerable<byte> Range(int first, int last) => Enumerable.Range(first, last - first + 1).Select(i => (byte)i);

    // True: it can never become a head.
    private bool RefuseUnended(ReadOnlySpan<byte> bytes)
    {
        var lineFeed = bytes.IndexOf((byte)'\n');
        if (bytes.Length > LargestBytes)
        {
            Refusal = lineFeed is < 0 or > LargestBytes ? 414 : 431;
        }
        else if (!MayBegin(bytes) || lineFeed == 0 || (lineFeed > 0 && bytes[lineFeed - 1] != '\r'))
        {
            Refusal = 400;
        }

        Bytes = bytes.Length;
        return Refusal != 0;
    }

    // With a method, or with half of an empty line before it.
    private static bool MayBegin(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty || TokenBytes.Contains(bytes[0]) || bytes.SequenceEqual("\r"u8);

    private int ReadRequestLine(ReadOnlySpan<byte> line, int at)
    {
        var first = line.IndexOf((byte)' ');
        var last = line.LastIndexOf((byte)' ');
        if (first <= 0 || last <= first + 1 || line[..first].ContainsAnyExcept(TokenBytes)
            || line[(first + 1)..last].ContainsAnyExcept(TargetBytes))
        {
            return 400;
        }

        var version = line[(last + 1)..];
        if (version.Length != 8 || !version.StartsWith("HTTP/"u8) || !char.IsAsciiDigit((char)version[5]) || version[6] != '.'
            || !char.IsAsciiDigit((char)version[7]))
        {
            return 400;
        }

        if (version[5] != '1')
        {
            return 505;
        }

        _isOld = version[7] == '0';
        Method = MethodOf(line[..first]);
        (TargetStart, TargetBytesCount) = (at + first + 1, last - first - 1);
        return 0;
    }

    private static ServedMethod MethodOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("GET"u8) ? ServedMethod.Get
        : name.SequenceEqual("POST"u8) ? ServedMethod.Post
        : name.SequenceEqual("HEAD"u8) ? ServedMethod.Head
        : ServedMethod.Other;

    private int ReadField(ReadOnlySpan<byte> line)
    {
        // A line that begins with white space is an obsolete fold, and white space before the colon is an attack (RFC 9112, 5.1 and 5.2):
        // neither is in a token.
        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[..colon].ContainsAnyExcept(TokenBytes))
        {
            return 400;
        }

        var value = line[(colon + 1)..].Trim(" \t"u8);
        return value.ContainsAnyExcept(ValueBytes) ? 400 : TakeField(line[..colon], value);
    }

    private int TakeField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (name.Length)
        {
            case 4 when Ascii.EqualsIgnoreCase(name, "host"u8):
                return ++_hosts > 1 ? 400 : 0;
            case 6 when Ascii.EqualsIgnoreCase(name, "expect"u8):
                AwaitsContinue = Ascii.EqualsIgnoreCase(value, "100-continue"u8);
                return AwaitsContinue ? 0 : 417;
            case 10 when Ascii.EqualsIgnoreCase(name, "connection"u8):
                TakeConnection(value);
                return 0;
            case 14 when Ascii.EqualsIgnoreCase(name, "content-length"u8):
                return TakeLength(value);
            case 17 when Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8):
                _isCoded = true;
                _isChunked = Ascii.EqualsIgnoreCase(value, "chunked"u8);
                return 0;
            default:
                return 0;
        }
    }

    private void TakeConnection(ReadOnlySpan<byte> value)
    {
        foreach (var range in value.Split((byte)','))
        {
            var option = value[range].Trim(" \t"u8);
            Closes |= Ascii.EqualsIgnoreCase(option, "close"u8);
            _keepsAlive |= Ascii.EqualsIgnoreCase(option, "keep-alive"u8);
        }
    }

    private int TakeLength(ReadOnlySpan<byte> value)
    {
        // The parser would take a sign; and two lengths are refused where they differ (RFC 9112, 6.3).
        if (value.IsEmpty || !char.IsAsciiDigit((char)value[0]) || !Utf8Parser.TryParse(value, out long length, out var read)
            || read != value.Length || (_hasLength && length != ContentLength))
        {
            return 400;
        }

        (_hasLength, ContentLength) = (true, length);
        return 0;
    }

    private int Finish()
    {
        if ((!_isOld && _hosts == 0) || (_isCoded && (_isOld || _hasLength)))
        {
            return 400;
        }

        Closes |= _isOld && !_keepsAlive;
        AwaitsContinue &= !_isOld && ContentLength > 0;

        // A server may refuse content that does not say its length (RFC 9112, 6.3); codings it does not know it has to (6.1).
        return !_isCoded ? 0 : _isChunked ? 411 : 501;
    }
}

/// <summary>What a request asks for, as far as a lean server does it.</summary>
internal enum ServedMethod
{
    Other,
    Get,
    Head,
    Post,
}
