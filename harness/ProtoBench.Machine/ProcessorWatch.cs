using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Machine;

/// <summary>
/// Watches what else a machine does from within a process that is measured there: the totals of the processors that it may run on (proc(5),
/// /proc/stat) beside what it has used itself. On a thread of its own, from construction until it is disposed. What else it allocates while
/// it watches than room for its samples would be counted as the process's, so it allocates nothing else.
/// </summary>
internal sealed class ProcessorWatch : IDisposable
{
    // As MachineWatch has it.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    // Seventeen minutes; there is more room where that is needed.
    private const int Room = 4096;

    // Lines of 1024 processors.
    private const int MostBytes = 128 * 1024;

    // As in MachineReader.
    private const double TicksPerSecond = 100;
    private const int MostFrequencies = 4;

    private readonly bool[] _processors;
    private readonly SafeFileHandle? _stat;
    private readonly List<SafeFileHandle> _frequencies = [];
    private readonly byte[] _text = new byte[MostBytes];
    private readonly List<MachineSample> _samples = new(Room);
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly Thread? _thread;

    public ProcessorWatch()
    {
        var numbers = ProcessorSplit.ParseList(ProcessProbe.Processors());
        _processors = new bool[numbers.Max() + 1];
        foreach (var number in numbers)
        {
            _processors[number] = true;
        }

        _stat = Opened("/proc/stat");
        if (_stat is null)
        {
            return;
        }

        _frequencies.AddRange(numbers.Take(MostFrequencies)
            .Select(number => Opened($"/sys/devices/system/cpu/cpu{number}/cpufreq/scaling_cur_freq"))
            .OfType<SafeFileHandle>());
        Add();
        _thread = new Thread(Run) { IsBackground = true, Name = "processors" };
        _thread.Start();
    }

    /// <summary>All samples so far and one of now; empty where the kernel does not tell.</summary>
    public IReadOnlyList<MachineSample> Finish()
    {
        if (_stat is null)
        {
            return [];
        }

        Add();
        lock (_lock)
        {
            return [.. _samples];
        }
    }

    public void Dispose()
    {
        _ended.Set();
        _thread?.Join();
        _ended.Dispose();
        _stat?.Dispose();
        _frequencies.ForEach(handle => handle.Dispose());
    }

    /// <summary>
    /// Reads the ticks that some processors were busy (user, nice and system time; interrupts are left out, because those of our own
    /// packets are among them) and stolen.
    /// </summary>
    /// <param name="text">Of /proc/stat.</param>
    /// <param name="processors">By number: is it one of them?</param>
    internal static (long Busy, long Stolen) Ticks(ReadOnlySpan<byte> text, ReadOnlySpan<bool> processors)
    {
        var (busy, stolen) = (0L, 0L);

        // cpu  1 2 3, then cpu0 user nice system idle iowait irq softirq steal ..., then what is not about processors.
        while (text.StartsWith("cpu"u8))
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? [] : text[(end + 1)..];
            line = line["cpu".Length..];
            if (Utf8Parser.TryParse(line, out int number, out var used) && number < processors.Length && processors[number])
            {
                line = line[used..];
                for (var field = 1; field <= 8; field++)
                {
                    line = line.TrimStart((byte)' ');
                    if (!Utf8Parser.TryParse(line, out long ticks, out used))
                    {
                        break;
                    }

                    busy += field <= 3 ? ticks : 0;
                    stolen += field == 8 ? ticks : 0;
                    line = line[used..];
                }
            }
        }

        return (busy, stolen);
    }

    private void Run()
    {
        while (!_ended.Wait(Interval))
        {
            Add();
        }
    }

    private void Add()
    {
        lock (_lock)
        {
            var (busy, stolen) = Ticks(_text.AsSpan(0, RandomAccess.Read(_stat!, _text, fileOffset: 0)), _processors);
            _samples.Add(new MachineSample(
                LoadClock.Now,
                busy / TicksPerSecond,
                stolen / TicksPerSecond,
                Environment.CpuUsage.TotalTime.TotalSeconds,
                Megahertz()));
        }
    }

    private double? Megahertz()
    {
        var (sum, known) = (0.0, 0);
        foreach (var handle in _frequencies)
        {
            if (Utf8Parser.TryParse(_text.AsSpan(0, RandomAccess.Read(handle, _text, fileOffset: 0)), out long kilohertz, out _)
                && kilohertz > 0)
            {
                (sum, known) = (sum + kilohertz, known + 1);
            }
        }

        return known == 0 ? null : sum / known / 1e3;
    }

    private static SafeFileHandle? Opened(string path)
    {
        try
        {
            return File.OpenHandle(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
