using System.Globalization;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Machine;

/// <summary>
/// Reads the machine's totals and those of our own processes from /proc and /sys (proc(5)). What is not there is left out.
/// </summary>
internal sealed class MachineReader
{
    // USER_HZ of every Linux port: 100 (proc(5)).
    private const double TicksPerSecond = 100;

    // Reading a frequency asks the processor itself; four say what the others do, and cost no more than a few microseconds.
    private const int MostFrequencies = 4;

    private readonly IReadOnlyList<int> _processors = ProcessorSplit.ParseList(ProcessProbe.Processors());
    private readonly HashSet<string> _names;
    private readonly string[] _frequencies;
    private readonly Dictionary<int, double> _own = [];
    private readonly Dictionary<int, int> _parents = [];

    public MachineReader()
    {
        _names = [.. _processors.Select(number => $"cpu{number}")];
        _frequencies =
        [
            .. _processors.Take(MostFrequencies).Select(number => $"/sys/devices/system/cpu/cpu{number}/cpufreq/scaling_cur_freq").Where(
                File.Exists),
        ];
        Follow();
    }

    /// <summary>What is known without an interval.</summary>
    public MachineState Now()
    {
        // 0.20 0.18 0.12 1/80 11206: averages over one, five and fifteen minutes, then runnable and existing threads (proc(5)).
        var fields = Lines("/proc/loadavg").FirstOrDefault()?.Split(' ') ?? [];
        return new MachineState
        {
            Processors = _processors.Count,
            LoadAverage = fields.Length > 0 && double.TryParse(fields[0], CultureInfo.InvariantCulture, out var load) ? load : null,
            Runnable = fields.Length > 3 && int.TryParse(fields[3].Split('/')[0], CultureInfo.InvariantCulture, out var runnable)
                ? Math.Max(0, runnable - 1)
                : null,
        };
    }

    /// <summary>
    /// Finds every process that this one has started by now, and those that they have; what they use from here on is ours.
    /// </summary>
    public void Follow()
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && Status(id) is { } status)
            {
                parents[id] = status.Parent;
            }
        }

        foreach (var id in parents.Keys.Where(id => Descends(id, parents)))
        {
            _own.TryAdd(id, 0);
            _parents[id] = parents[id];
        }
    }

    public MachineSample Sample()
    {
        var (busy, stolen) = (0L, 0L);
        foreach (var line in Lines("/proc/stat").TakeWhile(line => line.StartsWith("cpu", StringComparison.Ordinal)))
        {
            // cpu0 user nice system idle iowait irq softirq steal ...: interrupts are left out, because those of our own packets are among
            // them.
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (_names.Contains(fields[0]))
            {
                busy += Ticks(fields, 1) + Ticks(fields, 2) + Ticks(fields, 3);
                stolen += Ticks(fields, 8);
            }
        }

        foreach (var id in _own.Keys.ToList())
        {
            // A process that has ended keeps what it had used, unless its parent, which is ours too, was credited with it when it was
            // reaped.
            _own[id] = Status(id) is { } status ? Math.Max(_own[id], status.Seconds)
                : _own.ContainsKey(_parents.GetValueOrDefault(id)) ? 0
                : _own[id];
        }

        return new MachineSample(LoadClock.Now, busy / TicksPerSecond, stolen / TicksPerSecond, _own.Values.Sum(), Frequency());
    }

    /// <summary>Processor time in seconds that a process and those it has reaped have used, by ticks of 10 ms; 0 for one that is not there.
    /// </summary>
    public static double SecondsOf(int process) => Status(process)?.Seconds ?? 0;

    private double? Frequency()
    {
        var kilohertz = _frequencies.Select(file => Lines(file).FirstOrDefault()).Select(
            text => double.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : 0)
            .Where(value => value > 0).ToList();
        return kilohertz.Count > 0 ? kilohertz.Average() / 1e3 : null;
    }

    private static bool Descends(int id, Dictionary<int, int> parents)
    {
        // No longer chain than there are processes: a number that was given anew while they were read could close a circle.
        for (var steps = 0; steps <= parents.Count; steps++)
        {
            if (id == Environment.ProcessId)
            {
                return true;
            }

            if (!parents.TryGetValue(id, out id))
            {
                return false;
            }
        }

        return false;
    }

    // pid (name) state parent ...: the name may hold spaces and brackets, so the fields are counted from its last bracket; 14 and 15 are
    // user and system time, 16 and 17 those of children that it has reaped.
    private static (int Parent, double Seconds)? Status(int id)
    {
        var text = Lines($"/proc/{id}/stat").FirstOrDefault() ?? "";
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 14
            ? ((int)Ticks(fields, 1), Enumerable.Range(11, 4).Sum(index => Ticks(fields, index)) / TicksPerSecond)
            : null;
    }

    private static long Ticks(string[] fields, int index) =>
        index < fields.Length && long.TryParse(fields[index], CultureInfo.InvariantCulture, out var ticks) ? ticks : 0;

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A process that has just ended, or a kernel without this file.
            return [];
        }
    }
}
