using System.Collections.Concurrent;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;

namespace ProtoBench.Load.Workloads.Copies;

/// <summary>
/// Tells lanes when a copy has been waited for, and gives up copies that outlived the limit of an exchange. One thread for all lanes, so
/// that an exchange costs a place in a queue and no timer. Waits of one length end in the order they began; there is a queue for each
/// length.
/// </summary>
internal sealed class CopyTimer : IDisposable
{
    private const long SweepNanoseconds = 10_000_000;

    private readonly IReadOnlyList<CopiedLane> _lanes;
    private readonly CopyWaits _waits;
    private readonly long _limit;
    private readonly ConcurrentQueue<Waiting>[] _queues;

    // The first of each queue, taken out: to look at one without taking it makes a ConcurrentQueue allocate for ever after.
    private readonly Waiting?[] _heads;
    private readonly Thread _thread;
    private long _nextSweep;
    private bool _ended;

    /// <param name="lanes">Whose copies are looked at.</param>
    /// <param name="waits">How long copies are waited for.</param>
    /// <param name="most">Copies beside the first.</param>
    /// <param name="limit">Of an exchange.</param>
    public CopyTimer(IReadOnlyList<CopiedLane> lanes, CopyWaits waits, int most, TimeSpan limit)
    {
        (_lanes, _waits, _limit) = (lanes, waits, (long)limit.TotalNanoseconds);
        _queues = [.. Enumerable.Range(0, most).Select(_ => new ConcurrentQueue<Waiting>())];
        _heads = new Waiting?[most];
        _thread = new Thread(Run) { IsBackground = true, Name = "copies" };
    }

    public void Start() => _thread.Start();

    /// <summary>
    /// Has <see cref="CopiedLane.Overdue"/> called at <paramref name="due"/>, if the exchange still waits with so many copies sent.
    /// </summary>
    public void Wait(CopiedLane lane, long number, int sent, long due) => _queues[sent - 1].Enqueue(new Waiting(lane, number, sent, due));

    public void Dispose()
    {
        Volatile.Write(ref _ended, true);
        if (_thread.IsAlive)
        {
            _thread.Join();
        }
    }

    private void Run()
    {
        PreciseSleep.PrepareThread();
        while (!Volatile.Read(ref _ended))
        {
            var now = LoadClock.Now;
            if (now >= _nextSweep)
            {
                Sweep(now);
            }

            // What is put into an empty queue meanwhile is due no sooner than its wait from now.
            var next = Math.Min(_nextSweep, now + Math.Min(_waits.First, SweepNanoseconds));
            for (var i = 0; i < _queues.Length; i++)
            {
                next = Math.Min(next, Turn(i, now));
            }

            PreciseSleep.Until(next);
        }
    }

    /// <summary>Serves what is due in a queue.</summary>
    /// <returns>When its next one is due that still waits.</returns>
    private long Turn(int queue, long now)
    {
        while (true)
        {
            if (_heads[queue] is not { } head)
            {
                if (!_queues[queue].TryDequeue(out head))
                {
                    return long.MaxValue;
                }
            }

            if (!head.Lane.Waits(head.Number, head.Sent))
            {
                _heads[queue] = null;
                continue;
            }

            if (head.Due > now)
            {
                _heads[queue] = head;
                return head.Due;
            }

            _heads[queue] = null;
            head.Lane.Overdue(head.Number, head.Sent);
        }
    }

    private void Sweep(long now)
    {
        _nextSweep = now + SweepNanoseconds;
        _waits.Refresh();
        foreach (var lane in _lanes)
        {
            lane.GiveUpOlderThan(now - _limit);
        }
    }

    private readonly record struct Waiting(CopiedLane Lane, long Number, int Sent, long Due);
}
