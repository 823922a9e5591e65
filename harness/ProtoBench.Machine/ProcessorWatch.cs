using ProtoBench.Model.Measurements;

namespace ProtoBench.Machine;

/// <summary>
/// Watches what else a machine does from within a process that is measured there: the totals of the processors that it may run on beside
/// what it has used itself. On a thread of its own, from construction until it is disposed. What else it allocates while it watches than
/// room for its samples would be counted as the process's, so it allocates nothing else.
/// </summary>
internal sealed class ProcessorWatch : IDisposable
{
    // As MachineWatch has it, and at the same instants.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    // Half an hour; there is more room where that is needed.
    private const int Room = 4096;

    private readonly ProcessorTotals _totals = new(ProcessorSplit.ParseList(ProcessProbe.Processors()));
    private readonly List<MachineSample> _samples = new(Room);
    private readonly Lock _lock = new();
    private readonly PeriodicThread? _thread;

    public ProcessorWatch()
    {
        if (_totals.Seconds().Busy > 0)
        {
            Add();
            _thread = new PeriodicThread("processors", Interval, Add);
        }
    }

    /// <summary>All samples so far and one of now; empty where the kernel does not tell.</summary>
    public IReadOnlyList<MachineSample> Finish()
    {
        if (_thread is null)
        {
            return [];
        }

        Add();
        lock (_lock)
        {
            return [.. _samples];
        }
    }

    public void Dispose() => _thread?.Dispose();

    private void Add()
    {
        lock (_lock)
        {
            var (busy, stolen) = _totals.Seconds();
            _samples.Add(new MachineSample(
                LoadClock.Now, busy, stolen, Environment.CpuUsage.TotalTime.TotalSeconds, _totals.Megahertz()));
        }
    }
}
