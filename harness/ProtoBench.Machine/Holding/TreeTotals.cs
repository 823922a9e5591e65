using System.Globalization;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Machine.Holding;

/// <summary>What a tree of processes has used so far, read from /proc (proc(5)).</summary>
/// <param name="Sample">Processor time and context switches; of ended processes, what their parents have inherited.</param>
/// <param name="PeakResidentBytes">The peaks of all live processes together; what they share is counted in each.</param>
/// <param name="Processes">That live.</param>
internal sealed record TreeTotals(ProcessSample Sample, long PeakResidentBytes, int Processes)
{
    // Fields of /proc/PID/stat behind the name: user and system time of the process, then those of its reaped children, in clock ticks. The
    // kernel's unit for programs is always a hundredth of a second (USER_HZ).
    private const int UserTime = 11;
    private const int ChildrenTime = 13;
    private const double TicksPerSecond = 100;

    /// <summary>Of all that lives below <paramref name="ancestor"/>, and of what ended and was reaped by it.</summary>
    public static TreeTotals Of(int ancestor)
    {
        var now = LoadClock.Now;
        var processes = ProcessTree.Below(ancestor);
        var seconds = TicksOf(ancestor, ChildrenTime) / TicksPerSecond;
        var (switches, peak) = (0L, 0L);
        foreach (var process in processes)
        {
            // Its live threads tell to the nanosecond, and those that have ended only through the ticks of their process.
            var (exact, switched) = ThreadsOf(process);
            seconds += Math.Max(exact, TicksOf(process, UserTime) / TicksPerSecond) + (TicksOf(process, ChildrenTime) / TicksPerSecond);
            switches += switched;
            peak += ProcessTree.Status(process, "VmHWM") is { } text
                && long.TryParse(text.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes)
                    ? kibibytes * 1024
                    : 0;
        }

        return new TreeTotals(new ProcessSample(now, seconds, 0, 0, 0, ContextSwitches: switches), peak, processes.Count);
    }

    private static long TicksOf(int process, int first)
    {
        var fields = ProcessTree.StatFields(process);
        return fields.Length > first + 1 ? Number(fields[first]) + Number(fields[first + 1]) : 0;
    }

    // The lines of the process itself are its first thread's alone.
    private static (double Seconds, long Switches) ThreadsOf(int process)
    {
        var (seconds, switches) = (0.0, 0L);
        try
        {
            foreach (var thread in Directory.EnumerateDirectories($"/proc/{process}/task"))
            {
                // Time on a processor in nanoseconds, first of three numbers (sched-stats.rst); absent where the kernel counts none.
                seconds += Lines(thread, "schedstat").Select(line => Number(line.Split(' ')[0]) / 1e9).FirstOrDefault();
                switches += Lines(thread, "status").Where(line => line.Contains("ctxt_switches:", StringComparison.Ordinal))
                    .Sum(line => Number(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The process has ended meanwhile.
        }

        return (seconds, switches);
    }

    private static string[] Lines(string folder, string file)
    {
        try
        {
            return File.ReadAllLines(Path.Combine(folder, file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
