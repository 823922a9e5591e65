using ProtoBench.Machine;

namespace ProtoBench.Load.Loops;

/// <summary>
/// Watches an optimising compiler from the first question until it was quiet or the warm-up is over, on a thread of its own.
/// Nothing is looked at while something is measured; the thread may wake up once more after the last question, within
/// <see cref="Interval"/>, and ends. A server watches its own; a client watches that of a server from before servers did.
/// </summary>
/// <param name="ticks">Its processor time so far, in clock ticks of 10 ms.</param>
/// <param name="clock">Nanoseconds; only tests have another than <see cref="LoadClock"/>.</param>
internal sealed class CompilerWatch(Func<long> ticks, Func<long>? clock = null) : IServerCompiler, IDisposable
{
    /// <summary>Of the 20 in 200 ms.</summary>
    public const int MostTicksWhenQuiet = 2;

    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    // 200 ms on average, because questions come at any time between two samples: twice what the compiler needs between two batches on a
    // busy processor.
    private const long QuietNanoseconds = 175_000_000;

    private readonly Func<long> _clock = clock ?? (() => LoadClock.Now);
    private readonly List<(long Time, long Ticks)> _samples = [];
    private readonly ManualResetEventSlim _over = new();
    private readonly Lock _lock = new();
    private Thread? _thread;
    private long _until;

    /// <summary>Looks now, at first in vain: whether it is quiet is known when it has been watched for a while.</summary>
    /// <param name="left">For how long to go on watching when it is not.</param>
    public bool IsQuiet(TimeSpan left)
    {
        lock (_lock)
        {
            var now = _clock();
            _samples.Add((now, ticks()));
            var before = _samples.FindLastIndex(sample => now - sample.Time >= QuietNanoseconds);
            if (before >= 0 && _samples[^1].Ticks - _samples[before].Ticks <= MostTicksWhenQuiet)
            {
                _until = now;
                _samples.Clear();
                return true;
            }

            _until = now + (long)(left.TotalMilliseconds * 1e6);
            if (_thread is null)
            {
                _thread = new Thread(Watch) { IsBackground = true, Name = "compiler watch" };
                _thread.Start();
            }

            return false;
        }
    }

    public Task<bool> IsQuietAsync(TimeSpan left, CancellationToken cancellationToken) => Task.FromResult(IsQuiet(left));

    public void Dispose()
    {
        _over.Set();
        Thread? thread;
        lock (_lock)
        {
            thread = _thread;
        }

        thread?.Join();
        _over.Dispose();
    }

    private void Watch()
    {
        while (!_over.Wait(Interval))
        {
            lock (_lock)
            {
                var now = _clock();
                if (now >= _until)
                {
                    _samples.Clear();
                    _thread = null;
                    return;
                }

                _samples.Add((now, ticks()));
            }
        }
    }
}
