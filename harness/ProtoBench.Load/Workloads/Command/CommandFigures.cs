using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Command;

/// <summary>What is told of the runs of a program beside what is told of every exchange. Pure.</summary>
internal static class CommandFigures
{
    /// <summary>
    /// Decides between arms: a trial has too few runs for most percentiles, and its median is untouched by one that stalled.
    /// </summary>
    public static WorkloadFigure WallTime { get; } =
        new("wall-time", "median wall time", FigureUnit.Microseconds, LowerIsBetter: true);

    // The kernel divides a processor's time between the two by its ticks, so that short runs scatter; their sum, a cost, does not.
    private static readonly WorkloadFigure User =
        new("user-time", "user CPU time", FigureUnit.Microseconds, LowerIsBetter: true) { Aside = true };

    private static readonly WorkloadFigure System =
        new("system-time", "system CPU time", FigureUnit.Microseconds, LowerIsBetter: true) { Aside = true };

    private static readonly WorkloadFigure Packets = new("packets", "packets on the wire", FigureUnit.Count, LowerIsBetter: true)
    {
        Absence = "counted over emulated links only, whose namespace has no other traffic",
    };

    private static readonly WorkloadFigure Start =
        new("start-time", "start of an empty program", FigureUnit.Microseconds, LowerIsBetter: true) { Aside = true };

    public static IReadOnlyList<WorkloadFigure> All { get; } = [WallTime, User, System, Packets, Start];

    /// <param name="runs">Those of the window.</param>
    /// <param name="startMicroseconds">What starting an empty program in the same way takes.</param>
    /// <param name="traffic">All of the window, where one run was not told from another; null: each has its own, or nobody
    /// counts.</param>
    public static IReadOnlyDictionary<string, double>? Of(
        IReadOnlyList<CommandRun> runs, double startMicroseconds, Traffic? traffic)
    {
        if (runs.Count == 0)
        {
            return null;
        }

        var figures = new Dictionary<string, double>
        {
            [WallTime.Key] = Median(runs.Select(run => run.Nanoseconds / 1e3)),
            [User.Key] = runs.Average(run => run.UserSeconds) * 1e6,
            [System.Key] = runs.Average(run => run.SystemSeconds) * 1e6,
            [Start.Key] = startMicroseconds,
        };
        var each = runs.Select(run => run.Traffic).OfType<Traffic>().ToList();
        if (traffic is { } all)
        {
            Add(figures, all.Bytes / (double)runs.Count, all.Packets / (double)runs.Count);
        }
        else if (each.Count == runs.Count)
        {
            Add(figures, Median(each.Select(one => (double)one.Bytes)), Median(each.Select(one => (double)one.Packets)));
        }

        return figures;
    }

    /// <summary>Of an even number, the mean of the two in the middle.</summary>
    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static void Add(Dictionary<string, double> figures, double bytes, double packets) =>
        (figures[WorkloadFigure.WireBytes], figures[Packets.Key]) = (bytes, packets);
}
