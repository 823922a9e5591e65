using System.Diagnostics;

namespace ProtoBench.Contract;

/// <summary>
/// Processor time a server spends on every exchange before it answers, busy on its own thread: what an application behind the protocol
/// would do.
/// </summary>
internal readonly struct ServerWork(TimeSpan time)
{
    private readonly long _ticks = (long)(time.TotalSeconds * Stopwatch.Frequency);

    /// <summary>Computes for as long as asked. Returns at once when there is nothing to do.</summary>
    public void Do()
    {
        if (_ticks == 0)
        {
            return;
        }

        // Not SpinWait: that yields the processor after a while, and then this would be waiting and not work.
        var end = Stopwatch.GetTimestamp() + _ticks;
        while (Stopwatch.GetTimestamp() < end)
        {
        }
    }
}
