using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using ProtoBench.Native;

namespace ProtoBench.Quic.Loops;

/// <summary>
/// One thread that owns sockets, connections and timers. A QUIC connection is single-threaded by nature (ngtcp2_conn, gnutls_session);
/// every other thread posts. Each turn: wait, receive, timers, posted work, write.
/// </summary>
internal sealed unsafe class QuicLoop
{
    private const int MostEvents = 64;
    private const ulong WakeUser = ulong.MaxValue;

    // Bounds one turn, so that a flood of posts cannot starve the sockets.
    private const int MostWorksPerTurn = 4096;

    // On one processor nothing is answered as long as this thread runs. Letting the others go first gathers what they post:
    // acknowledgement, headers, body and end of a response leave in one packet instead of four, some of which the client acknowledges with
    // one each.
    private static readonly bool YieldsToPosters = Environment.ProcessorCount == 1;

    // But no more than some eight responses (three posts each), so that the client is not idle until the last of a batch is there: with 32
    // requests in one datagram, processor times of 11 µs (server) and 6 µs (client) an exchange gave 55,000 to 65,000/s in lock-step and
    // 73,000 to 94,000/s side by side.
    private const int MostGathered = 24;

    private readonly ConcurrentQueue<ILoopWork> _posted = new();
    private readonly Queue<ILoopWork> _local = new();
    private readonly List<LoopMember?> _members = [];
    private readonly Lock _stoppedWork = new();
    private readonly byte* _events = (byte*)NativeMemory.AllocZeroed(MostEvents * 16);
    private readonly int _epoll;
    private readonly int _wake;
    private readonly Thread _thread;
    private List<LoopConnection> _dirty = [];
    private List<LoopConnection> _writing = [];
    private int _sleeping;
    private bool _expectsPosts;
    private int _gathered;
    private volatile bool _stopping;
    private volatile bool _stopped;

    public QuicLoop(string name)
    {
        _epoll = Libc.CreateEpoll(Libc.OpenCloseOnExec);
        _wake = Libc.EventDescriptor(0, Libc.OpenCloseOnExec | Libc.OpenNonBlocking);
        Control(Libc.EpollAdd, _wake, Libc.EpollIn, WakeUser);
        _thread = new Thread(Turn) { IsBackground = true, Name = name };
        _thread.Start();
    }

    // The wake-up handle outlives the thread: whoever is about to write to it still holds this object.
    ~QuicLoop() => _ = Libc.Close(_wake);

    public BlockPool Blocks { get; } = new();

    public DatagramTrain Train { get; } = new();

    public ReceiveBuffers Received { get; } = new();

    public TimerHeap Timers { get; } = new();

    public bool OnThread => Thread.CurrentThread == _thread;

    /// <summary>Nanoseconds of CLOCK_MONOTONIC. Never goes backwards, which ngtcp2 1.x asserts.</summary>
    public static ulong Clock() => (ulong)Stopwatch.GetTimestamp();

    /// <summary>
    /// Runs <paramref name="work"/> on the loop's thread. After the loop has stopped it runs here, where it finds everything closed.
    /// </summary>
    public void Post(ILoopWork work)
    {
        _posted.Enqueue(work);
        if (_stopped)
        {
            DrainStopped();
        }
        else if (Volatile.Read(ref _sleeping) == 1 && Interlocked.Exchange(ref _sleeping, 0) == 1)
        {
            ulong one = 1;
            _ = Libc.Write(_wake, new ReadOnlySpan<byte>(&one, sizeof(ulong)), sizeof(ulong));
        }
        else if (YieldsToPosters && ++_gathered >= MostGathered && !OnThread)
        {
            _gathered = 0;
            Thread.Yield();
        }
    }

    /// <summary>Runs <paramref name="work"/> later in this turn, outside the native callback that is running. Loop thread only.</summary>
    public void Defer(ILoopWork work) => _local.Enqueue(work);

    /// <summary>Another thread has just been given something to answer. Loop thread only.</summary>
    public void ExpectPosts() => _expectsPosts = YieldsToPosters;

    public void MarkDirty(LoopConnection connection) => _dirty.Add(connection);

    public void Add(LoopMember member, int handle)
    {
        member.Slot = _members.IndexOf(null);
        if (member.Slot < 0)
        {
            member.Slot = _members.Count;
            _members.Add(member);
        }
        else
        {
            _members[member.Slot] = member;
        }

        Control(Libc.EpollAdd, handle, Libc.EpollIn, (ulong)member.Slot);
    }

    /// <summary>Also tells the member when its socket takes datagrams again.</summary>
    public void WatchWritable(LoopMember member, int handle, bool on) =>
        Control(Libc.EpollModify, handle, on ? Libc.EpollIn | Libc.EpollOut : Libc.EpollIn, (ulong)member.Slot);

    public void Remove(LoopMember member, int handle)
    {
        _members[member.Slot] = null;
        _ = Libc.ControlEpoll(_epoll, Libc.EpollDelete, handle, null);
    }

    /// <summary>Lets the thread end once nothing is left to run.</summary>
    public void Stop() => Post(new LoopTask(() => _stopping = true));

    private void Turn()
    {
        while (!_stopping)
        {
            Wait();
            RunTimers();
            RunWorks();
            if (_expectsPosts)
            {
                _expectsPosts = false;
                Thread.Yield();
                RunWorks();
                _gathered = 0;
            }

            WriteDirty();
        }

        _stopped = true;
        DrainStopped();
        Release();
    }

    private void Wait()
    {
        Volatile.Write(ref _sleeping, 1);
        // The fence orders "I sleep" before "is there work", as Post orders them the other way round.
        Interlocked.MemoryBarrier();
        var ready = _dirty.Count > 0 || _local.Count > 0 || !_posted.IsEmpty;
        var timeout = ready ? default : UntilNextTimer();
        var forever = !ready && Timers.Count == 0;
        var count = Libc.WaitEpoll(_epoll, _events, MostEvents, forever ? null : &timeout, null);
        Volatile.Write(ref _sleeping, 0);
        var now = Clock();
        for (var i = 0; i < count; i++)
        {
            var entry = _events + (i * EpollLayout.Stride);
            Dispatch(*(uint*)entry, *(ulong*)(entry + EpollLayout.UserOffset), now);
        }
    }

    private void Dispatch(uint events, ulong user, ulong now)
    {
        if (user == WakeUser)
        {
            ulong count;
            _ = Libc.Read(_wake, new Span<byte>(&count, sizeof(ulong)), sizeof(ulong));
            ExpectPosts();
            return;
        }

        if ((events & Libc.EpollOut) != 0)
        {
            _members[(int)user]?.OnWritable(now);
        }

        if ((events & ~(uint)Libc.EpollOut) != 0)
        {
            _members[(int)user]?.OnReadable(now);
        }
    }

    private TimeSpecification UntilNextTimer()
    {
        var earliest = Timers.Earliest;
        var now = Clock();
        var left = earliest <= now ? 0 : earliest - now;
        left = Math.Min(left, 3_600_000_000_000);
        return TimeSpecification.FromNanoseconds((long)left);
    }

    private void RunTimers()
    {
        if (Timers.Count == 0)
        {
            return;
        }

        var now = Clock();
        while (Timers.Earliest <= now)
        {
            var connection = (LoopConnection)Timers.First;
            Timers.Remove(connection);
            connection.OnTimer(now);
        }
    }

    private void RunWorks()
    {
        RunDeferred();
        for (var i = 0; i < MostWorksPerTurn && _posted.TryDequeue(out var work); i++)
        {
            work.Run();
            RunDeferred();
        }
    }

    private void RunDeferred()
    {
        // Not until it is empty: a continuation that starts the next exchange must not keep the turn from reaching the sockets.
        for (var left = _local.Count; left > 0; left--)
        {
            _local.Dequeue().Run();
        }
    }

    private void WriteDirty()
    {
        if (_dirty.Count == 0)
        {
            return;
        }

        (_dirty, _writing) = (_writing, _dirty);
        var now = Clock();
        foreach (var connection in _writing)
        {
            connection.Write(now);
        }

        _writing.Clear();
    }

    private void DrainStopped()
    {
        lock (_stoppedWork)
        {
            while (_posted.TryDequeue(out var work) || _local.TryDequeue(out work))
            {
                work.Run();
            }
        }
    }

    private void Control(int operation, int handle, int events, ulong user)
    {
        var entry = stackalloc byte[16];
        EpollLayout.Write(entry, (uint)events, user);
        if (Libc.ControlEpoll(_epoll, operation, handle, entry) < 0)
        {
            throw new IOException($"epoll_ctl: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }
    }

    private void Release()
    {
        _ = Libc.Close(_epoll);
        NativeMemory.Free(_events);
        Blocks.Dispose();
        Train.Dispose();
        Received.Dispose();
    }
}
