using ProtoBench.Machine;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Loops;

/// <summary>Takes a <see cref="ProcessSample"/> every 100 ms on a thread of its own, from construction until it is disposed.</summary>
internal sealed class ProcessSampler : IDisposable
{
    /// <summary>Ten samples a second draw a curve over time and cost about 0.01 % of a processor.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Func<ProcessSample> _take;
    private readonly List<ProcessSample> _samples = [];
    private readonly Lock _lock = new();
    private readonly PeriodicThread _thread;

    public ProcessSampler(Func<ProcessSample> take)
    {
        _take = take;
        Add(_samples);
        var forNobody = new List<ProcessSample>();
        _thread = new PeriodicThread("sampler", Interval, () => Add(_samples), rehearse: () => Add(forNobody));
    }

    /// <summary>Takes one sample now, where a window's edge will be read.</summary>
    public void Mark() => Add(_samples);

    /// <summary>Everything sampled so far and one sample more, taken now.</summary>
    public IReadOnlyList<ProcessSample> Finish()
    {
        Add(_samples);
        lock (_lock)
        {
            return [.. _samples];
        }
    }

    public void Dispose() => _thread.Dispose();

    private void Add(List<ProcessSample> samples)
    {
        lock (_lock)
        {
            samples.Add(_take());
        }
    }
}
