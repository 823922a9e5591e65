using System.Runtime.CompilerServices;

namespace ProtoBench.Machine;

/// <summary>
/// Reads how long some processors of this machine have been busy, and how fast they run (proc(5), /proc/stat; cpufreq of /sys). Allocates
/// nothing a reading. What is not there is left out. One caller at a time.
/// </summary>
internal sealed class ProcessorTotals
{
    // USER_HZ of every Linux port: 100 (proc(5)).
    private const double TicksPerSecond = 100;

    // Reading a frequency asks the processor itself; four say what the others do, and cost no more than a few microseconds.
    private const int MostFrequencies = 4;

    // Lines of 1024 processors.
    private const int MostBytes = 128 * 1024;

    private readonly bool[] _counted;
    private readonly ProcFile _totals = new("/proc/stat");
    private readonly ProcFile[] _frequencies;
    private readonly byte[] _buffer = new byte[MostBytes];

    /// <param name="processors">Their numbers.</param>
    public ProcessorTotals(IReadOnlyList<int> processors)
    {
        _counted = new bool[processors.Count == 0 ? 0 : processors.Max() + 1];
        foreach (var number in processors)
        {
            _counted[number] = true;
        }

        _frequencies =
        [
            .. processors.Take(MostFrequencies).Select(number => $"/sys/devices/system/cpu/cpu{number}/cpufreq/scaling_cur_freq").Where(
                File.Exists).Select(path => new ProcFile(path)),
        ];
    }

    /// <summary>Seconds of all of them together since the machine started; 0 where the kernel does not tell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (double Busy, double Stolen) Seconds()
    {
        var (busy, stolen) = Ticks(_totals.Read(_buffer), _counted);
        return (busy / TicksPerSecond, stolen / TicksPerSecond);
    }

    /// <summary>The mean of some of them; null where the kernel does not tell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double? Megahertz()
    {
        var (sum, count) = (0L, 0);
        for (var i = 0; i < _frequencies.Length; i++)
        {
            var text = _frequencies[i].Read(_buffer);
            var kilohertz = ProcFile.Number(ref text);
            sum += kilohertz;
            count += kilohertz > 0 ? 1 : 0;
        }

        return count > 0 ? sum / (count * 1e3) : null;
    }

    /// <summary>
    /// Ticks that some processors were busy (user, nice and system time; interrupts are left out, because those of our own packets are
    /// among them) and stolen.
    /// </summary>
    /// <param name="text">Of /proc/stat, which begins with the lines of processors: cpu0 user nice system idle iowait irq softirq steal.
    /// </param>
    /// <param name="counted">By number: is it one of them?</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static (long Busy, long Stolen) Ticks(ReadOnlySpan<byte> text, bool[] counted)
    {
        var (busy, stolen) = (0L, 0L);
        while (text.Length > 4 && text[0] == 'c' && text[1] == 'p' && text[2] == 'u')
        {
            var line = text[3..];
            var isTotal = line[0] == ' ';
            var number = ProcFile.Number(ref line);
            if (!isTotal && number < counted.Length && counted[number])
            {
                busy += ProcFile.Number(ref line) + ProcFile.Number(ref line) + ProcFile.Number(ref line);
                _ = ProcFile.Number(ref line) + ProcFile.Number(ref line) + ProcFile.Number(ref line) + ProcFile.Number(ref line);
                stolen += ProcFile.Number(ref line);
            }

            var end = 0;
            while (end < text.Length && text[end] != '\n')
            {
                end++;
            }

            text = text[Math.Min(end + 1, text.Length)..];
        }

        return (busy, stolen);
    }
}
