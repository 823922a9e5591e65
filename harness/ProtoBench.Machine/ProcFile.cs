using System.Runtime.CompilerServices;
using ProtoBench.Native;

namespace ProtoBench.Machine;

/// <summary>
/// A small file of /proc or /sys that is read again and again while something is measured: three calls of the kernel and little code,
/// which is compiled once. What .NET brings for files is a hundred methods, which the runtime compiles again after thirty calls each.
/// </summary>
/// <param name="path">The file; it need not exist.</param>
internal sealed class ProcFile(string path)
{
    /// <summary>Its first bytes, as many as <paramref name="buffer"/> takes; none: it is not there, or not for us.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<byte> Read(byte[] buffer)
    {
        var descriptor = Libc.Open(path, Libc.OpenCloseOnExec);
        if (descriptor < 0)
        {
            return default;
        }

        var read = Libc.Read(descriptor, buffer, buffer.Length);
        _ = Libc.Close(descriptor);
        return read > 0 ? buffer.AsSpan(0, (int)read) : default;
    }

    /// <summary>The number with which a text begins, and what follows behind it and one more character; 0 where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long Number(ref ReadOnlySpan<byte> text)
    {
        var (value, i) = (0L, 0);
        for (; i < text.Length && text[i] is >= (byte)'0' and <= (byte)'9'; i++)
        {
            value = (10 * value) + (text[i] - '0');
        }

        text = text[Math.Min(i + 1, text.Length)..];
        return value;
    }
}
