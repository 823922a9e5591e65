using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Loops;

/// <summary>
/// Times that several threads record at once, each into a histogram of its own, so that nobody waits for a lock. A thread's first time
/// allocates 270 KB.
/// </summary>
internal sealed class ThreadHistogram : IDisposable
{
    private readonly ThreadLocal<LatencyHistogram> _threads = new(() => new LatencyHistogram(), trackAllValues: true);

    /// <summary>Allocates this thread's histogram where it has none, so that a later time does not.</summary>
    public void Prepare() => _ = _threads.Value;

    public void Record(long nanoseconds) => _threads.Value!.Record(nanoseconds);

    /// <summary>All threads' times. Only when nobody records any more.</summary>
    public LatencyHistogram Sum()
    {
        var sum = new LatencyHistogram();
        foreach (var one in _threads.Values)
        {
            sum.Add(one);
        }

        return sum;
    }

    public void Dispose() => _threads.Dispose();
}
