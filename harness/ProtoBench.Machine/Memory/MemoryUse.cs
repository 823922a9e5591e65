using System.Globalization;

namespace ProtoBench.Machine.Memory;

/// <summary>What connections may have taken of the machine's memory, read from /proc. Reading it takes some 0.2 ms.</summary>
/// <param name="Client">Resident set of this process, in bytes (Rss of /proc/self/smaps_rollup, proc(5)); null: not readable.</param>
/// <param name="Server">The same of the server.</param>
/// <param name="Kernel">
/// The kernel's objects (Slab of /proc/meminfo: sockets, files, directory entries) and the buffers of all TCP sockets (mem of
/// /proc/net/sockstat), in bytes. Of the whole machine, so both ends of a connection on it are in it.
/// </param>
internal readonly record struct MemoryUse(long? Client, long? Server, long? Kernel)
{
    /// <summary>What of <see cref="Client"/> its heaps hold; null: not read.</summary>
    public ProcessHeaps? ClientHeaps { get; init; }

    /// <summary>The same of the server.</summary>
    public ProcessHeaps? ServerHeaps { get; init; }

    public static MemoryUse Now(int? server) => new(
        Resident("/proc/self"),
        server is { } id ? Resident(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}")) : null,
        KibiBytes("/proc/meminfo", "Slab:") is { } slab ? slab + SocketBuffers() : null)
    {
        ClientHeaps = ProcessHeaps.Now(),
    };

    /// <summary>The number in kB behind <paramref name="name"/>, in bytes; null: there is none.</summary>
    internal static long? KibiBytesIn(IEnumerable<string> lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } found
        && found[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var number, "kB"]
        && long.TryParse(number, CultureInfo.InvariantCulture, out var kibiBytes)
            ? kibiBytes * 1024
            : null;

    /// <summary>Pages behind "mem" in the line "TCP:" of sockstat, in bytes; 0: there is no such line.</summary>
    internal static long BuffersIn(IEnumerable<string> lines)
    {
        var words = lines.FirstOrDefault(line => line.StartsWith("TCP:", StringComparison.Ordinal))?.Split(' ') ?? [];
        var at = Array.IndexOf(words, "mem");
        return at >= 0 && at + 1 < words.Length && long.TryParse(words[at + 1], CultureInfo.InvariantCulture, out var pages)
            ? pages * Environment.SystemPageSize
            : 0;
    }

    private static long? Resident(string process) =>
        KibiBytes($"{process}/smaps_rollup", "Rss:") ?? KibiBytes($"{process}/status", "VmRSS:");

    private static long SocketBuffers()
    {
        try
        {
            return BuffersIn(File.ReadLines("/proc/net/sockstat"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static long? KibiBytes(string path, string name)
    {
        try
        {
            return KibiBytesIn(File.ReadLines(path), name);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
