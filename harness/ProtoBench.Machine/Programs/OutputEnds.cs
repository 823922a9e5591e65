using System.Text;

namespace ProtoBench.Machine.Programs;

/// <summary>The first and the last KiB of what a program wrote, however much that was. One thread at a time.</summary>
internal sealed class OutputEnds
{
    public const int EndBytes = 1024;

    private readonly byte[] _head = new byte[EndBytes];
    private readonly byte[] _tail = new byte[EndBytes];
    private long _total;

    /// <summary>Bytes written in all.</summary>
    public long Total => _total;

    public void Clear() => _total = 0;

    public void Add(ReadOnlySpan<byte> written)
    {
        if (_total < EndBytes)
        {
            written[..(int)Math.Min(EndBytes - _total, written.Length)].CopyTo(_head.AsSpan((int)_total));
        }

        var last = written[Math.Max(0, written.Length - EndBytes)..];
        var at = (int)((_total + written.Length - last.Length) % EndBytes);
        var first = Math.Min(last.Length, EndBytes - at);
        last[..first].CopyTo(_tail.AsSpan(at));
        last[first..].CopyTo(_tail);
        _total += written.Length;
    }

    /// <summary>The end of it.</summary>
    public byte[] Last()
    {
        if (_total <= EndBytes)
        {
            return _head[..(int)_total];
        }

        var oldest = (int)(_total % EndBytes);
        return [.. _tail[oldest..], .. _tail[..oldest]];
    }

    /// <summary>Both ends, with a line between them that says how much is missing.</summary>
    public string Text()
    {
        if (_total <= EndBytes)
        {
            return Encoding.UTF8.GetString(_head, 0, (int)_total);
        }

        // What both ends hold is shown once.
        var last = Last().AsSpan((int)Math.Max(0, (2 * EndBytes) - _total));
        var between = _total > 2 * EndBytes ? $"\n[{_total - (2 * EndBytes)} bytes left out here]\n" : "";
        return Encoding.UTF8.GetString(_head) + between + Encoding.UTF8.GetString(last);
    }
}
