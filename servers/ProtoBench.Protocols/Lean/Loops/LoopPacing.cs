using System.Diagnostics;
using ProtoBench.Contract;
using ProtoBench.Native;

namespace ProtoBench.Protocols.Lean.Loops;

/// <summary>
/// What a loop does at set times, and how long it may wait for its sockets until the next one. On the loop's thread only.
/// </summary>
internal sealed class LoopPacing
{
    // An instant so near is waited for by looking at the sockets again and again: to sleep and to be woken costs about as much, and the
    // kernel comes back later than that.
    private const long NearNanoseconds = 10_000;

    private readonly List<Paced> _paced = [];
    private readonly List<ILoopWork> _putOff = [];
    private long _next = IPacer.Over;
    private bool _atWork;

    /// <summary>Is there anybody to come to?</summary>
    public bool IsActive => _paced.Count > 0;

    /// <summary>When the next one is to be come to, in nanoseconds of CLOCK_MONOTONIC.</summary>
    public long Next => _next;

    /// <summary>Is it so soon that the loop has only to look, and to come back?</summary>
    public bool IsNear() => _next - Stopwatch.GetTimestamp() <= NearNanoseconds;

    /// <summary>Comes to those whose time it is.</summary>
    public void Turn()
    {
        if (_paced.Count == 0 || Stopwatch.GetTimestamp() < _next)
        {
            return;
        }

        _atWork = true;
        _next = IPacer.Over;
        for (var i = _paced.Count - 1; i >= 0; i--)
        {
            var one = _paced[i];
            if (Stopwatch.GetTimestamp() >= one.Next)
            {
                one.Next = one.Pacer.Turn();
            }

            if (one.Next == IPacer.Over)
            {
                _paced.RemoveAt(i);
            }

            _next = Math.Min(_next, one.Next);
        }

        _atWork = false;
        foreach (var work in _putOff)
        {
            work.Run();
        }

        _putOff.Clear();
    }

    /// <inheritdoc cref="EventLoop.TryPutOff"/>
    public bool TryPutOff(ILoopWork work)
    {
        if (_atWork)
        {
            _putOff.Add(work);
        }

        return _atWork;
    }

    private void Begin(IPacer pacer)
    {
        TimerSlack.Remove();
        _paced.Add(new Paced(pacer));
        _next = 0;
    }

    /// <summary>A pacer comes to the loop.</summary>
    internal sealed class Beginning(LoopPacing pacing, IPacer pacer) : ILoopWork
    {
        public void Run() => pacing.Begin(pacer);
    }

    private sealed class Paced(IPacer pacer)
    {
        public IPacer Pacer { get; } = pacer;

        public long Next { get; set; }
    }
}
