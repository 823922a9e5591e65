using System.Globalization;
using System.Text;
using ProtoBench.Contract;
using ProtoBench.Protocols.Lean.Exchanges;

namespace ProtoBench.Protocols.Lean.Http1;

/// <summary>
/// Reads one response of HTTP/1.1 (RFC 9112, 4 to 7) after the other from whatever pieces come. It keeps nothing but a line that a piece
/// has cut, and allocates nothing as long as all goes well.
/// </summary>
/// <param name="body">What is kept of the response.</param>
/// <param name="takesHttp10">Servers that are not ours may answer in HTTP/1.0 (RFC 9110, 2.5).</param>
internal sealed class ResponseReader(ResponseBody body, bool takesHttp10)
{
    private const int LongestLineBytes = 64 * 1024;
    private const int SwitchingProtocols = 101;
    private const int NoContent = 204;
    private const int NotModified = 304;

    private readonly CutLine _cut = new(LongestLineBytes);
    private Part _part;
    private bool _isHead;
    private bool _isHttp10;
    private bool _keepAlive;
    private long _left;
    private long _length;
    private bool _chunked;
    private bool _otherCoding;
    private bool _framing;

    private enum Part
    {
        StatusLine,
        Fields,
        Sized,
        ChunkSize,
        Chunk,
        ChunkEnd,
        Trailers,
        UntilClose,
    }

    /// <summary>Does the server close the connection after this response, and has said so?</summary>
    public bool Closes { get; private set; }

    /// <summary>How long the server keeps an idle connection, in seconds; null: it does not say.</summary>
    public int? KeepSeconds { get; private set; }

    /// <summary>Has something of the response come?</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Has the head come, and nothing yet of the content that follows it?</summary>
    public bool AwaitsContent { get; private set; }

    /// <summary>The next response is that to this request.</summary>
    public void Begin(LeanRequest request)
    {
        body.Begin(request);
        _isHead = request.IsHead;
        (Closes, HasBegun, AwaitsContent) = (false, false, false);
        _cut.Clear();
        BeginHead();
    }

    /// <summary>Takes what has come, up to the end of the response; true: it is complete.</summary>
    /// <exception cref="BadResponseException">That is no response of HTTP/1.1.</exception>
    public bool Read(ref ReadOnlySpan<byte> bytes)
    {
        HasBegun |= !bytes.IsEmpty;
        while (true)
        {
            switch (_part)
            {
                case Part.Sized:
                    Take(ref bytes);
                    return _left == 0;
                case Part.UntilClose:
                    _left = bytes.Length;
                    Take(ref bytes);
                    return false;
                case Part.Chunk:
                    Take(ref bytes);
                    if (_left > 0)
                    {
                        return false;
                    }

                    _part = Part.ChunkEnd;
                    break;
                default:
                    if (!_cut.Next(ref bytes, out var line))
                    {
                        return false;
                    }

                    if (ReadLine(line))
                    {
                        return true;
                    }

                    break;
            }
        }
    }

    /// <summary>The connection has ended: was that the end of the response?</summary>
    public bool IsCompleteAtEnd => _part == Part.UntilClose;

    private void BeginHead()
    {
        _part = Part.StatusLine;
        (_length, _chunked, _otherCoding, _keepAlive) = (-1, false, false, false);
        KeepSeconds = null;
    }

    private void Take(ref ReadOnlySpan<byte> bytes)
    {
        var piece = bytes[..(int)Math.Min(_left, bytes.Length)];
        body.Take(piece);
        AwaitsContent &= piece.IsEmpty;
        _left -= piece.Length;
        bytes = bytes[piece.Length..];
    }

    private bool ReadLine(ReadOnlySpan<byte> line)
    {
        switch (_part)
        {
            case Part.StatusLine:
                ReadStatus(line);
                _part = Part.Fields;
                return false;
            case Part.Fields when line.IsEmpty:
                return EndHead();
            case Part.Fields:
                ReadField(line);
                return false;
            case Part.ChunkSize:
                _left = ChunkSize(line);
                _part = _left == 0 ? Part.Trailers : Part.Chunk;
                return false;
            case Part.ChunkEnd:
                _part = line.IsEmpty ? Part.ChunkSize : throw Bad("a chunk is longer than its size says", line);
                return false;
            default:
                return line.IsEmpty;
        }
    }

    private void ReadStatus(ReadOnlySpan<byte> line)
    {
        if (line.Length < 12 || !line.StartsWith("HTTP/"u8) || line[6] != '.' || line[8] != ' ' || (line.Length > 12 && line[12] != ' ')
            || !char.IsAsciiDigit((char)line[9]) || !char.IsAsciiDigit((char)line[10]) || !char.IsAsciiDigit((char)line[11]))
        {
            throw Bad("the response does not begin with a status line of HTTP/1.1", line);
        }

        var version = line[5..8];
        _isHttp10 = version.SequenceEqual("1.0"u8);
        if (!version.SequenceEqual("1.1"u8) && !(_isHttp10 && takesHttp10))
        {
            throw new BadResponseException($"the response is HTTP/{Encoding.ASCII.GetString(version)}, expected HTTP/1.1");
        }

        body.SetStatus(((line[9] - '0') * 100) + ((line[10] - '0') * 10) + line[11] - '0');
    }

    private void ReadField(ReadOnlySpan<byte> line)
    {
        if (line[0] is (byte)' ' or (byte)'\t')
        {
            // A folded line (RFC 9112, 5.2) may only continue what nobody here reads.
            if (_framing)
            {
                throw Bad("a header field that frames the response is folded", line);
            }

            return;
        }

        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[colon - 1] is (byte)' ' or (byte)'\t')
        {
            throw Bad("a line of the header is no field", line);
        }

        var value = line[(colon + 1)..].Trim(" \t"u8);
        _framing = true;
        switch (colon)
        {
            case 14 when Is(line, "content-length"u8):
                ReadLength(value);
                break;
            case 17 when Is(line, "transfer-encoding"u8):
                // Chunked is always the last one (RFC 9112, 6.1).
                _chunked = FieldValue.EndsWithToken(value, "chunked"u8);
                _otherCoding = !_chunked;
                break;
            case 10 when Is(line, "connection"u8):
                Closes |= FieldValue.HasToken(value, "close"u8);
                _keepAlive |= FieldValue.HasToken(value, "keep-alive"u8);
                break;
            case 10 when Is(line, "keep-alive"u8):
                KeepSeconds = FieldValue.Number(value, "timeout="u8) ?? KeepSeconds;
                break;
            case 8 when Is(line, "location"u8):
                body.SetLocation(value);
                break;
            default:
                _framing = false;
                break;
        }
    }

    private static bool Is(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(line[..name.Length], name);

    private void ReadLength(ReadOnlySpan<byte> value)
    {
        // A list of equal lengths is one that somebody on the way has joined (RFC 9110, 8.6).
        foreach (var range in value.Split((byte)','))
        {
            var length = FieldValue.Digits(value[range].Trim(" \t"u8)) ?? throw Bad("the response's length is no number", value);
            if (_length >= 0 && length != _length)
            {
                throw Bad("the response has two lengths", value);
            }

            _length = length;
        }
    }

    private bool EndHead()
    {
        if (body.IsInterim)
        {
            if (body.Status == SwitchingProtocols)
            {
                throw new BadResponseException("the server answered with status 101 to a request that asked for no other protocol");
            }

            BeginHead();
            return false;
        }

        Closes |= _isHttp10 && !_keepAlive;
        if (_isHead || body.Status is NoContent or NotModified)
        {
            return true;
        }

        AwaitsContent = true;
        if (_chunked)
        {
            _part = Part.ChunkSize;
            return false;
        }

        if (_length >= 0 && !_otherCoding)
        {
            (_part, _left) = (Part.Sized, _length);
            return _length == 0;
        }

        // It ends where the connection does (RFC 9112, 6.3).
        _part = Part.UntilClose;
        return false;
    }

    private static long ChunkSize(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOfAny(" \t;"u8);
        var digits = end < 0 ? line : line[..end];
        const int mostDigits = 15;
        if (digits.IsEmpty || digits.Length > mostDigits
            || !long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size))
        {
            throw Bad("the size of a chunk is no hexadecimal number", line);
        }

        return size;
    }

    private static BadResponseException Bad(string what, ReadOnlySpan<byte> line)
    {
        var quoted = string.Concat(
            Encoding.Latin1.GetString(line[..Math.Min(line.Length, 60)]).Select(letter => char.IsControl(letter) ? '?' : letter));
        return new BadResponseException($"{what}: '{quoted}'");
    }
}
