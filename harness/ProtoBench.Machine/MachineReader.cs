using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Machine;

/// <summary>
/// Reads the machine's totals and those of our own processes from /proc and /sys (proc(5)). What is not there is left out.
/// </summary>
internal sealed class MachineReader
{
    // USER_HZ of every Linux port: 100 (proc(5)).
    private const double TicksPerSecond = 100;

    // The first seventeen fields of /proc/PID/stat: a name of 64 bytes at most and numbers of up to 20 digits.
    private const int StatusBytes = 512;

    private readonly IReadOnlyList<int> _processors = ProcessorSplit.ParseList(ProcessProbe.Processors());
    private readonly ProcessorTotals _totals;
    private readonly byte[] _buffer = new byte[StatusBytes];
    private readonly Dictionary<int, OwnProcess> _known = [];
    private OwnProcess[] _own = [];

    public MachineReader()
    {
        _totals = new ProcessorTotals(_processors);
        Follow();
    }

    /// <summary>What is known without an interval.</summary>
    public MachineState Now()
    {
        // 0.20 0.18 0.12 1/80 11206: averages over one, five and fifteen minutes, then runnable and existing threads (proc(5)).
        var fields = Encoding.UTF8.GetString(new ProcFile("/proc/loadavg").Read(_buffer)).Split(' ');
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
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)
                && Status(new ProcFile(OwnProcess.PathOf(id)).Read(_buffer)) is { } status)
            {
                parents[id] = status.Parent;
            }
        }

        foreach (var id in parents.Keys.Where(id => Descends(id, parents)))
        {
            _known.TryAdd(id, new OwnProcess(id));
            _known[id].Parent = parents[id];
        }

        foreach (var process in _known.Values)
        {
            process.IsReapedByUs = _known.ContainsKey(process.Parent);
        }

        _own = [.. _known.Values];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public MachineSample Sample()
    {
        var (busy, stolen) = _totals.Seconds();
        var own = 0.0;
        var processes = _own;
        for (var i = 0; i < processes.Length; i++)
        {
            // A process that has ended keeps what it had used, unless its parent, which is ours too, was credited with it when it was
            // reaped.
            var process = processes[i];
            var seconds = process.Seconds;
            process.Seconds = Status(process.File.Read(_buffer)) is { } status ? Math.Max(seconds, status.Seconds)
                : process.IsReapedByUs ? 0
                : seconds;
            own += process.Seconds;
        }

        return new MachineSample(LoadClock.Now, busy, stolen, own, _totals.Megahertz());
    }

    /// <summary>Processor time in seconds that a process and those it has reaped have used, by ticks of 10 ms; 0 for one that is not there.
    /// </summary>
    public static double SecondsOf(int process) =>
        Status(new ProcFile(OwnProcess.PathOf(process)).Read(new byte[StatusBytes]))?.Seconds ?? 0;

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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (int Parent, double Seconds)? Status(ReadOnlySpan<byte> text)
    {
        var bracket = text.Length - 1;
        while (bracket >= 0 && text[bracket] != ')')
        {
            bracket--;
        }

        // Behind the bracket: a space, the state, a space.
        if (bracket < 0 || bracket + 4 > text.Length)
        {
            return null;
        }

        text = text[(bracket + 4)..];
        var (parent, ticks) = (0L, 0L);
        for (var field = 4; field <= 17; field++)
        {
            // The terminal may be -1; such a field is not ours to read, and its digits are taken for a number.
            if (text.Length > 0 && text[0] == '-')
            {
                text = text[1..];
            }

            var value = ProcFile.Number(ref text);
            parent = field == 4 ? value : parent;
            ticks += field >= 14 ? value : 0;
        }

        return ((int)parent, ticks / TicksPerSecond);
    }

    private sealed class OwnProcess(int id)
    {
        public ProcFile File { get; } = new(PathOf(id));

        public int Parent { get; set; }

        /// <summary>Is its parent one of ours?</summary>
        public bool IsReapedByUs { get; set; }

        public double Seconds { get; set; }

        public static string PathOf(int id) => string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat");
    }
}
