using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Loops;

/// <summary>Takes a <see cref="ProcessSample"/> every 100 ms on a thread of its own, from construction until it is disposed.</summary>
internal sealed class ProcessSampler : IDisposable
{
    /// <summary>Ten samples a second draw a curve over time and cost about 0.01 % of a processor.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // The runtime optimises a method when it has been called thirty times, with profiles twice over, and begins to count a millisecond
    // after its first call. The thirtieth sample comes after 3 s, in the middle of what is measured: a server with one processor compiled
    // 22 methods then.
    private const int Bursts = 4;
    private const int SamplesPerBurst = 35;
    private static readonly TimeSpan BetweenBursts = TimeSpan.FromMilliseconds(10);

    private readonly Func<ProcessSample> _take;
    private readonly List<ProcessSample> _samples = [];
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly Thread _thread;

    public ProcessSampler(Func<ProcessSample> take)
    {
        _take = take;
        Add(_samples);
        _thread = new Thread(Run) { IsBackground = true, Name = "sampler" };
        _thread.Start();
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

    public void Dispose()
    {
        _ended.Set();
        _thread.Join();
        _ended.Dispose();
    }

    private void Run()
    {
        Rehearse();
        while (!_ended.Wait(Interval))
        {
            Add(_samples);
        }
    }

    private void Rehearse()
    {
        var forNobody = new List<ProcessSample>();
        for (var burst = 0; burst < Bursts; burst++)
        {
            for (var i = 0; i < SamplesPerBurst; i++)
            {
                Add(forNobody);
            }

            if (_ended.Wait(BetweenBursts))
            {
                return;
            }
        }
    }

    private void Add(List<ProcessSample> samples)
    {
        lock (_lock)
        {
            samples.Add(_take());
        }
    }
}
