using System.Globalization;

namespace ProtoBench.Machine;

/// <summary>How many tasks want the processors, and so how much longer everything takes than on a quiet machine.</summary>
/// <param name="Tasks">Running or waiting for a processor, the larger of this instant and the last minute's mean.</param>
/// <param name="Processors">That this process may use.</param>
internal readonly record struct MachineLoad(double Tasks, int Processors)
{
    // A limit must end some time: two minutes where a quiet machine gets ten seconds.
    private const double MostTimes = 12;

    /// <summary>
    /// How many times as long as on a quiet machine something may take: tasks share the processors evenly (sched(7), SCHED_OTHER). From 1
    /// to 12.
    /// </summary>
    public double Times => Math.Clamp(Math.Floor(Tasks / Math.Max(1, Processors)), 1, MostTimes);

    /// <summary>What the machine says now; a quiet one where it says nothing.</summary>
    public static MachineLoad Read()
    {
        try
        {
            return Parse(File.ReadAllText("/proc/loadavg"), Environment.ProcessorCount);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            return new MachineLoad(0, Environment.ProcessorCount);
        }
    }

    /// <summary>
    /// Reads <c>/proc/loadavg</c> (proc(5)): <c>24.14 29.83 14.27 5/412 3021</c>. The mean is slow to notice what has just begun, the
    /// instant misses what pauses.
    /// </summary>
    /// <exception cref="FormatException">It is written otherwise.</exception>
    public static MachineLoad Parse(string text, int processors)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 4)
        {
            throw new FormatException($"'{text.Trim()}' is no load average");
        }

        var minute = double.Parse(fields[0], CultureInfo.InvariantCulture);
        var now = double.Parse(fields[3].Split('/')[0], CultureInfo.InvariantCulture);
        return new MachineLoad(Math.Max(minute, now), processors);
    }

    /// <summary>A limit that is right on a quiet machine, for this one.</summary>
    public TimeSpan Stretch(TimeSpan limit) => limit * Times;
}
