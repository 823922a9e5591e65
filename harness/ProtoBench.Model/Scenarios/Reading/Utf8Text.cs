using System.Text;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>
/// Bytes as text, or the place of what is none. A wrong encoding is named instead of being read as something else: a Latin-1 letter would
/// become a replacement character in a report's title, and YAML ends at a NUL, so that the rest of the file would have no effect.
/// </summary>
internal static class Utf8Text
{
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>The text without its byte order mark; with a fault, as much of it as can be shown.</summary>
    public static (string Text, TextFault? Fault) Decode(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes).TrimStart(ByteOrderMark);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return ("", new TextFault(1, 1, "this is UTF-16, not UTF-8", "save it as UTF-8: `iconv -f UTF-16 -t UTF-8 FILE`"));
        }

        for (var at = 0; at < bytes.Length;)
        {
            if (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) != System.Buffers.OperationStatus.Done)
            {
                var (line, column) = Place(Encoding.UTF8.GetString(bytes[..at]).TrimStart(ByteOrderMark));
                return (text, new TextFault(
                    line,
                    column,
                    $"the byte 0x{bytes[at]:X2} here is not UTF-8",
                    "save it as UTF-8: `iconv -f LATIN1 -t UTF-8 FILE` if it is Latin-1"));
            }

            at += length;
        }

        return (text, NulIn(text));
    }

    /// <summary>Where a NUL stands in a text; null when there is none.</summary>
    public static TextFault? NulIn(string text)
    {
        var at = text.IndexOf('\0', StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var (line, column) = Place(text[..at]);
        return new TextFault(
            line,
            column,
            "there is a NUL byte here, which no text has",
            "remove it, or convert the file: UTF-16 has many (`iconv -f UTF-16LE -t UTF-8 FILE`)");
    }

    private static (int Line, int Column) Place(string before) =>
        (before.AsSpan().Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
}
