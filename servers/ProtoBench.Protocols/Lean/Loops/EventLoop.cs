using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ProtoBench.Contract;
using ProtoBench.Native;

namespace ProtoBench.Protocols.Lean.Loops;

/// <summary>
/// One thread that waits in epoll for many sockets and does on the spot what they are ready for: reading, parsing, the caller's
/// continuation, and the next request that this sends. No exchange is handed to another thread.
/// </summary>
#pragma warning disable CA1001 // It lives as long as its process.
internal sealed class EventLoop
#pragma warning restore CA1001
{
    /// <summary>One read of a socket; large, because a system call costs more than the copy.</summary>
    private const int ReadBytes = 256 * 1024;

    [ThreadStatic]
    private static EventLoop? _running;

    private readonly EpollSet _epoll = new();
    private readonly ConcurrentQueue<ILoopWork> _posted = new();
    private readonly Lock _joining = new();
    private readonly Stack<int> _free = [];
    private readonly LoopPacing _pacing = new();
    private volatile Member[] _members = new Member[64];
    private readonly List<ILoopWork> _atEndOfTurn = [];
    private bool _inTurn;
    private int _used;
    private int _woken;

    public EventLoop(string name) => new Thread(Run) { IsBackground = true, Name = name }.Start();

    /// <summary>Does the caller run on this loop's thread?</summary>
    public bool IsCurrent => ReferenceEquals(_running, this);

    /// <summary>What a socket of this loop is read into. Only within one call of the loop's thread.</summary>
    public byte[] Buffer { get; } = GC.AllocateUninitializedArray<byte>(ReadBytes, pinned: true);

    /// <summary>Watches a descriptor.</summary>
    /// <param name="member">Who is told of its events, possibly before this returns.</param>
    /// <param name="descriptor">What to watch.</param>
    /// <param name="writes">Whether it can be written to, too?</param>
    /// <param name="key">Of the member here, set before anything is told.</param>
    public void Join(ILoopMember member, int descriptor, bool writes, ref ulong key)
    {
        lock (_joining)
        {
            if (!_free.TryPop(out var slot))
            {
                slot = _used++;
                if (slot == _members.Length)
                {
                    var members = new Member[2 * slot];
                    _members.CopyTo(members, 0);
                    _members = members;
                }
            }

            ref var place = ref _members[slot];
            place.Joined = member;
            Volatile.Write(ref key, ((ulong)++place.Generation << 32) | (uint)slot);
            _epoll.Add(descriptor, writes, key);
        }
    }

    /// <summary>Does the member want to hear when its descriptor can be written to?</summary>
    public void Watch(int descriptor, ulong key, bool writes) => _epoll.Modify(descriptor, writes, key);

    /// <summary>The member takes nothing now and wants to hear only when its descriptor can be written to.</summary>
    public void WatchWritesOnly(int descriptor, ulong key) => _epoll.ModifyToWritesOnly(descriptor, key);

    /// <summary>On the loop's thread only, so that no event of this turn can reach whoever joins next.</summary>
    public void Leave(int descriptor, ulong key)
    {
        lock (_joining)
        {
            var slot = (int)(uint)key;
            _members[slot].Joined = null;
            _members[slot].Generation++;
            _free.Push(slot);
            _epoll.Remove(descriptor);
        }
    }

    /// <summary>Lets the loop's thread run something between two events.</summary>
    public void Post(ILoopWork work)
    {
        _posted.Enqueue(work);
        if (Interlocked.Exchange(ref _woken, 1) == 0)
        {
            _epoll.Wake();
        }
    }

    /// <summary>Comes to <paramref name="pacer"/> between events and while there are none, until that is over. From any thread.</summary>
    public void Pace(IPacer pacer) => Post(new LoopPacing.Beginning(_pacing, pacer));

    /// <summary>
    /// Runs <paramref name="work"/> once when a pacer has started all that is due, so that it leaves in one call. False: none is at work on
    /// the caller's thread.
    /// </summary>
    public bool TryPutOff(ILoopWork work) => IsCurrent && _pacing.TryPutOff(work);

    /// <summary>
    /// Runs <paramref name="work"/> once when all that was ready together has been handled. False: the caller is not within such a turn.
    /// </summary>
    public bool TryPutOffInTurn(ILoopWork work)
    {
        if (!IsCurrent || !_inTurn)
        {
            return false;
        }

        _atEndOfTurn.Add(work);
        return true;
    }

    /// <summary>Continues an asynchronous method on the loop's thread.</summary>
    public Arrival EnterAsync() => new(this);

    private void Run()
    {
        _running = this;
        while (true)
        {
            var count = !_pacing.IsActive ? _epoll.Wait()
                : _pacing.IsNear() ? _epoll.Look()
                : _epoll.WaitUntil(_pacing.Next);
            _inTurn = count > 1 && !_pacing.IsActive;
            for (var i = 0; i < count; i++)
            {
                // Many events take longer than an arrival may wait.
                _pacing.Turn();
                Handle(i);
            }

            EndTurn();
            _pacing.Turn();
        }
    }

    private void EndTurn()
    {
        _inTurn = false;
        foreach (var work in _atEndOfTurn)
        {
            work.Run();
        }

        _atEndOfTurn.Clear();
    }

    private void Handle(int index)
    {
        var key = _epoll.UserAt(index);
        if (key == EpollSet.WakeUser)
        {
            _epoll.Woken();
            Volatile.Write(ref _woken, 0);
            RunPosted();
            return;
        }

        if (key == EpollSet.TimerUser)
        {
            // Whoever is paced is come to behind every event.
            return;
        }

        // A member that has left in this turn, or its successor in the slot, is not meant.
        var place = _members[(int)(uint)key];
        if (place.Joined is { } member && place.Generation == (uint)(key >> 32))
        {
            member.OnReady(_epoll.IsReadable(index), _epoll.IsWritable(index));
        }
    }

    private void RunPosted()
    {
        // Work that work posts gets a turn of its own.
        Interlocked.MemoryBarrier();
        for (var left = _posted.Count; left > 0 && _posted.TryDequeue(out var work); left--)
        {
            work.Run();
        }

        if (!_posted.IsEmpty && Interlocked.Exchange(ref _woken, 1) == 0)
        {
            _epoll.Wake();
        }
    }

    private struct Member
    {
        public ILoopMember? Joined;
        public uint Generation;
    }

    /// <summary>Awaiting it means to be on the loop's thread afterwards.</summary>
    internal sealed class Arrival(EventLoop loop) : ICriticalNotifyCompletion, ILoopWork
    {
        private Action? _continuation;

        public bool IsCompleted => loop.IsCurrent;

        public Arrival GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation)
        {
            _continuation = continuation;
            loop.Post(this);
        }

        public void Run() => _continuation!();
    }
}

/// <summary>What a loop watches a descriptor for.</summary>
internal interface ILoopMember
{
    /// <summary>On the loop's thread. An error or an end is both.</summary>
    void OnReady(bool readable, bool writable);
}

/// <summary>Something for the loop's thread to do.</summary>
internal interface ILoopWork
{
    void Run();
}
