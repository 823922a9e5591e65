using System.Globalization;

namespace ProtoBench.Load.Loops;

/// <summary>
/// How busy the optimising compiler of a .NET process is, of this one or another: the processor time of its thread, which the runtime calls
/// ".NET Tiered Compilation Worker" and Linux cuts to fifteen characters (proc(5), /proc/pid/task/tid/comm and stat). Of a process that is
/// not .NET, or has gone, it is idle.
/// </summary>
/// <param name="processId">The process.</param>
internal sealed class BackgroundCompiler(int processId)
{
    private const string ThreadName = ".NET Tiered Com";
    private string? _thread;

    /// <summary>
    /// Processor time so far in clock ticks of 10 ms; begins anew when the runtime has ended the thread and started another.
    /// </summary>
    public long Ticks()
    {
        try
        {
            _thread ??= Directory.EnumerateDirectories($"/proc/{processId}/task")
                .FirstOrDefault(task => File.ReadAllText(Path.Combine(task, "comm")).TrimEnd() == ThreadName);
            return _thread is null ? 0 : TicksOf(File.ReadAllText(Path.Combine(_thread, "stat")));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The thread, or the process, has ended in between.
            _thread = null;
            return 0;
        }
    }

    /// <summary>utime and stime, fields 14 and 15; the name in field 2 may hold blanks.</summary>
    internal static long TicksOf(string stat)
    {
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }
}
