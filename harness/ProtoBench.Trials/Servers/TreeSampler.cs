using ProtoBench.Machine;
using ProtoBench.Machine.Holding;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Trials.Servers;

/// <summary>
/// Samples what a held command and everything it started use, five times a second. A server of ours does the same for itself.
/// </summary>
internal sealed class TreeSampler : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly List<ProcessSample> _samples = [];
    private readonly PeriodicThread _thread;
    private readonly int _holder;
    private long _peak;
    private int _processes;

    /// <param name="holder">The process below which everything is that is meant.</param>
    public TreeSampler(int holder)
    {
        _holder = holder;
        Take();
        _thread = new PeriodicThread("tree", Interval, Take);
    }

    /// <summary>What it used between two instants of <see cref="Machine.LoadClock"/>; null: nothing of it has been seen.</summary>
    public ProcessUsage? Usage(long from, long to)
    {
        Take();
        lock (_lock)
        {
            return _processes == 0 ? null : ProcessSamples.Usage(_samples, from, to, new ProcessUsage
            {
                ProcessId = _holder,
                CpuSeconds = 0,
                AllocatedBytes = 0,
                Collections = 0,
                PauseMilliseconds = 0,
                PeakResidentBytes = _peak,
                Processes = _processes,
                Processors = "",
                Runtime = "",
            });
        }
    }

    public void Dispose() => _thread.Dispose();

    private void Take()
    {
        var totals = TreeTotals.Of(_holder);
        lock (_lock)
        {
            // Processes that end between two samples take their context switches along.
            var last = _samples.Count > 0 ? _samples[^1] : null;
            _samples.Add(totals.Sample with
            {
                CpuSeconds = Math.Max(last?.CpuSeconds ?? 0, totals.Sample.CpuSeconds),
                ContextSwitches = Math.Max(last?.ContextSwitches ?? 0, totals.Sample.ContextSwitches ?? 0),
            });
            _peak = Math.Max(_peak, totals.PeakResidentBytes);
            _processes = Math.Max(_processes, totals.Processes);
        }
    }
}
