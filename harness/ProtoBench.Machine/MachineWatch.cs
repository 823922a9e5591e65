using ProtoBench.Model.Measurements;

namespace ProtoBench.Machine;

/// <summary>Watches what else the machine does, on a thread of its own, from construction until it is disposed.</summary>
internal sealed class MachineWatch : IDisposable
{
    // A sample of some ten small files takes a processor for 0.15 ms, which a dozen short exchanges feel. A multiple of what the other
    // threads have that look at something (see PeriodicThread).
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    // Looking through /proc for children takes some milliseconds.
    private const int SamplesPerSearch = 2;

    // Thirty ticks of the kernel's clock a processor: enough to tell a tenth of it, and not felt at the start of a run.
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(300);

    private readonly MachineReader _reader = new();
    private readonly MachineState _start;
    private readonly List<MachineSample> _samples = [];
    private readonly Lock _lock = new();
    private readonly PeriodicThread _thread;
    private readonly bool _newcomers;
    private int _looks;

    /// <param name="newcomers">Do our processes start others while they are measured? Then those that live are looked for once a second;
    /// those that have ended count with whoever reaped them.</param>
    public MachineWatch(bool newcomers = false)
    {
        _newcomers = newcomers;
        _start = _reader.Now();
        Add();
        _thread = new PeriodicThread("machine", Interval, Sample);
    }

    /// <summary>Looks at the machine for 0.3 s. For the time before a run, in which nothing of ours works.</summary>
    public static MachineState Look()
    {
        var reader = new MachineReader();
        var (state, first) = (reader.Now(), reader.Sample());
        Thread.Sleep(Glance);
        var last = reader.Sample();
        return MachineStates.Between([first, last], first.Nanoseconds, last.Nanoseconds, state);
    }

    /// <summary>
    /// Counts every process that was started by now as ours. To be called when all of a trial's are, before it is measured.
    /// </summary>
    public void Follow()
    {
        lock (_lock)
        {
            _reader.Follow();

            // What a process used before it was followed must not look as if it had been used since the sample before.
            _samples.Clear();
            _samples.Add(_reader.Sample());
        }
    }

    /// <summary>What the machine did between two instants on <see cref="LoadClock"/>, the second of which is over.</summary>
    public MachineState Between(long from, long to)
    {
        Add();
        lock (_lock)
        {
            return MachineStates.Between(_samples, from, to, _start);
        }
    }

    public void Dispose() => _thread.Dispose();

    private void Sample()
    {
        if (_newcomers && ++_looks % SamplesPerSearch == 0)
        {
            lock (_lock)
            {
                _reader.Follow();
            }
        }

        Add();
    }

    private void Add()
    {
        lock (_lock)
        {
            _samples.Add(_reader.Sample());
        }
    }
}
