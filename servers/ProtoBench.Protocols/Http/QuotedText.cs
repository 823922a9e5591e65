using System.Text;

namespace ProtoBench.Protocols.Http;

/// <summary>The start of what a server says, in one line.</summary>
internal static class QuotedText
{
    /// <summary>An error page may be of any size; the sentence that matters is at its start.</summary>
    public const int MostBytes = 200;

    /// <param name="start">Its first bytes, at most <see cref="MostBytes"/> of which are quoted.</param>
    public static string Of(ReadOnlySpan<byte> start)
    {
        var quoted = start[..Math.Min(start.Length, MostBytes)];
        var text = Encoding.UTF8.GetString(quoted);

        // A character that the end has cut is not the server's mistake.
        if (text.AsSpan(0, Math.Max(0, text.Length - 1)).Contains('\uFFFD'))
        {
            return "something that is no text in UTF-8";
        }

        return string.Join(' ', string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)).Split(
            ' ', StringSplitOptions.RemoveEmptyEntries))
            + (quoted.Length == MostBytes ? "…" : "");
    }
}
