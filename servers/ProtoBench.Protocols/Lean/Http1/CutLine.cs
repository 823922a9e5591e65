using ProtoBench.Contract;

namespace ProtoBench.Protocols.Lean.Http1;

/// <summary>Lines out of pieces: a whole one is taken where it stands, a cut one is put together.</summary>
internal sealed class CutLine(int longestBytes)
{
    private byte[] _kept = [];
    private int _length;

    public void Clear() => _length = 0;

    /// <summary>
    /// The next line without its end, valid until the next call; false: there is only a part of it so far, which is kept.
    /// </summary>
    /// <exception cref="BadResponseException">The line is too long.</exception>
    public bool Next(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> line)
    {
        var end = bytes.IndexOf((byte)'\n');
        var taken = end < 0 ? bytes : bytes[..end];
        bytes = bytes[(end < 0 ? bytes.Length : end + 1)..];
        if (_length > 0 || end < 0)
        {
            Keep(taken);
            taken = _kept.AsSpan(0, _length);
        }

        if (end < 0)
        {
            line = default;
            return false;
        }

        // A line feed alone is recognised, too (RFC 9112, 2.2).
        line = taken.EndsWith("\r"u8) ? taken[..^1] : taken;
        _length = 0;
        return true;
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        var needed = _length + part.Length;
        if (needed > longestBytes)
        {
            throw new BadResponseException($"a line of the response's header has more than {longestBytes} bytes");
        }

        if (needed > _kept.Length)
        {
            Array.Resize(ref _kept, Math.Max(256, 2 * needed));
        }

        part.CopyTo(_kept.AsSpan(_length));
        _length = needed;
    }
}
