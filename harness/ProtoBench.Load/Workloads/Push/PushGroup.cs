using System.Collections.Concurrent;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;

namespace ProtoBench.Load.Workloads.Push;

/// <summary>
/// The subscribers of one client and the events that all of them get. Events come by an <see cref="ArrivalSchedule"/> on a thread of its
/// own from when the last subscriber has joined, however slowly earlier ones are taken.
/// </summary>
internal sealed class PushGroup(PushSchedule schedule, Action ended)
{
    /// <summary>So many events are kept. A subscriber that is further behind has lost the ones before them.</summary>
    public const int Kept = 1 << 16;

    private const long LongestSleepNanoseconds = 20_000_000;

    // Nobody says goodbye for a client that polls and is gone.
    private const long LongestSilenceNanoseconds = 120_000_000_000;

    private readonly long[] _intended = new long[Kept];
    private readonly uint[] _pacing = new uint[Kept];
    private readonly ConcurrentDictionary<int, PushSubscriber> _members = new();
    private readonly Lock _lock = new();
    private volatile PushSubscriber[] _woken = [];
    private Thread? _pacer;
    private long _published;
    private long _heard = LoadClock.Now;

    public PushSchedule Schedule => schedule;

    /// <summary>Events so far.</summary>
    public long Published => Volatile.Read(ref _published);

    /// <exception cref="InvalidDataException">It has joined already.</exception>
    public PushSubscriber Join(int number, bool polled)
    {
        lock (_lock)
        {
            var subscriber = new PushSubscriber(this) { Next = Published, IsPolled = polled };
            if (!_members.TryAdd(number, subscriber))
            {
                throw new InvalidDataException($"subscriber {number} has joined already");
            }

            _woken = [.. _members.Values];
            if (_pacer is null && _members.Count == schedule.Subscribers)
            {
                _pacer = new Thread(Pace) { IsBackground = true, Name = "push pacing" };
                _pacer.Start();
            }

            return subscriber;
        }
    }

    /// <exception cref="InvalidDataException">It has not joined.</exception>
    public PushSubscriber Find(int number)
    {
        Volatile.Write(ref _heard, LoadClock.Now);
        return _members.TryGetValue(number, out var subscriber)
            ? subscriber
            : throw new InvalidDataException($"subscriber {number} has not joined");
    }

    public void Leave(int number)
    {
        lock (_lock)
        {
            if (_members.TryRemove(number, out var subscriber))
            {
                _woken = [.. _members.Values];
                subscriber.Leave();
            }

            if (_members.IsEmpty)
            {
                ended();
            }
        }
    }

    /// <summary>The next event of <paramref name="subscriber"/> as it is sent now; false: there is none yet.</summary>
    public bool TryTake(PushSubscriber subscriber, out PushEvent taken)
    {
        var published = Published;
        if (subscriber.Next >= published)
        {
            taken = default;
            return false;
        }

        var number = Math.Max(subscriber.Next, published - Kept);
        subscriber.Next = number + 1;
        var slot = number % Kept;
        taken = new PushEvent(Volatile.Read(ref _intended[slot]), LoadClock.Now, (uint)number, _pacing[slot]);
        return true;
    }

    private void Pace()
    {
        PreciseSleep.PrepareThread();
        var origin = LoadClock.Now;
        var arrivals = new ArrivalSchedule(schedule.Arrivals, schedule.Rate, schedule.Seed);
        while (SleepUntil(origin + arrivals.Next(), out var intended))
        {
            var slot = _published % Kept;
            _pacing[slot] = (uint)Math.Min(LoadClock.Now - intended, uint.MaxValue);
            Volatile.Write(ref _intended[slot], intended);
            Volatile.Write(ref _published, _published + 1);
            foreach (var subscriber in _woken)
            {
                subscriber.Wake();
            }
        }
    }

    // False when nobody listens any more.
    private bool SleepUntil(long due, out long intended)
    {
        intended = due;
        while (true)
        {
            var now = LoadClock.Now;
            if (_woken.Length == 0)
            {
                return false;
            }

            if (now >= due)
            {
                return true;
            }

            PreciseSleep.Until(Math.Min(due, now + LongestSleepNanoseconds));
            if (due - now > LongestSleepNanoseconds)
            {
                LookAround();
            }
        }
    }

    private void LookAround()
    {
        var now = LoadClock.Now;
        var heard = Volatile.Read(ref _heard);
        foreach (var (number, subscriber) in _members)
        {
            subscriber.WakeAt(now);
            if (subscriber.IsPolled && now - heard > LongestSilenceNanoseconds)
            {
                Leave(number);
            }
        }
    }
}
