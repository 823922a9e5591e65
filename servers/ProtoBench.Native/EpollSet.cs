using System.Runtime.InteropServices;

namespace ProtoBench.Native;

/// <summary>
/// One epoll(7) with room for the events of one wait, and a descriptor that wakes it. Level-triggered. <see cref="Wait"/> belongs to one
/// thread; the rest may be called from any.
/// </summary>
internal sealed unsafe class EpollSet : IDisposable
{
    /// <summary>What <see cref="UserAt"/> says of an event that <see cref="Wake"/> has made.</summary>
    public const ulong WakeUser = ulong.MaxValue;

    /// <summary>The same of the instant that was waited for.</summary>
    public const ulong TimerUser = ulong.MaxValue - 1;

    private const int MostEvents = 256;

    // struct epoll_event where it is not packed; EpollLayout knows the other.
    private const int LargestEventBytes = 16;

    private readonly byte* _events = (byte*)NativeMemory.AllocZeroed(MostEvents * LargestEventBytes);
    private readonly int _epoll;
    private readonly int _wake;
    private int _timer = -1;
    private long _until;

    /// <exception cref="IOException">The process has as many files open as it may.</exception>
    public EpollSet()
    {
        _epoll = Require(Libc.CreateEpoll(Libc.OpenCloseOnExec), "epoll_create1");
        _wake = Require(Libc.EventDescriptor(0, Libc.OpenCloseOnExec | Libc.OpenNonBlocking), "eventfd");
        Set(Libc.EpollAdd, _wake, Libc.EpollIn, WakeUser);
    }

    /// <summary>Watches a descriptor for what can be read, and for what can be written if <paramref name="writes"/>.</summary>
    public void Add(int descriptor, bool writes, ulong user) => Set(Libc.EpollAdd, descriptor, Events(writes), user);

    public void Modify(int descriptor, bool writes, ulong user) => Set(Libc.EpollModify, descriptor, Events(writes), user);

    /// <summary>Watches a descriptor only for what can be written, because what it brings cannot be taken now.</summary>
    public void ModifyToWritesOnly(int descriptor, ulong user) => Set(Libc.EpollModify, descriptor, Libc.EpollOut, user);

    public void Remove(int descriptor)
    {
        // The kernel before 2.6.9 wanted an entry here (epoll_ctl(2)); a closed descriptor has left by itself.
        var entry = stackalloc byte[LargestEventBytes];
        _ = Libc.ControlEpoll(_epoll, Libc.EpollDelete, descriptor, entry);
    }

    /// <summary>Lets <see cref="Wait"/> return, now or the next time.</summary>
    public void Wake()
    {
        ReadOnlySpan<byte> one = [1, 0, 0, 0, 0, 0, 0, 0];
        _ = Libc.Write(_wake, one, one.Length);
    }

    /// <summary>Waits until something happens; returns how many events there are, 0 after a signal.</summary>
    public int Wait() => Math.Max(0, Libc.WaitEpoll(_epoll, _events, MostEvents, null, null));

    /// <summary>Looks what has happened, and does not wait.</summary>
    public int Look()
    {
        TimeSpecification none = default;
        return Math.Max(0, Libc.WaitEpoll(_epoll, _events, MostEvents, &none, null));
    }

    /// <summary>
    /// Waits until something happens, or until an instant of CLOCK_MONOTONIC, in nanoseconds. The instant is told to the kernel once,
    /// however often this is called for it: a limit of each wait would be a timer set and taken back for each event that comes before.
    /// </summary>
    public int WaitUntil(long instant)
    {
        if (_timer < 0)
        {
            _timer = Require(Libc.TimerDescriptor(LibcProcesses.ClockMonotonic, Libc.OpenCloseOnExec | Libc.OpenNonBlocking), "timerfd");

            // Edge-triggered: it is told once, and need not be read.
            Set(Libc.EpollAdd, _timer, Libc.EpollIn | unchecked((int)Libc.EpollEdge), TimerUser);
        }

        if (instant != _until)
        {
            _until = instant;
            var timer = new TimerSpecification { Value = TimeSpecification.FromNanoseconds(instant) };
            Require(Libc.SetTimer(_timer, LibcProcesses.TimerAbsolute, timer, 0), "timerfd_settime");
        }

        return Wait();
    }

    public ulong UserAt(int index) => *(ulong*)(_events + (index * EpollLayout.Stride) + EpollLayout.UserOffset);

    /// <summary>Can be written to, or has failed?</summary>
    public bool IsWritable(int index) => (EventsAt(index) & ~(uint)Libc.EpollIn) != 0;

    /// <summary>Can be read from, has ended, or has failed?</summary>
    public bool IsReadable(int index) => (EventsAt(index) & ~(uint)Libc.EpollOut) != 0;

    /// <summary>Takes back what <see cref="Wake"/> has written.</summary>
    public void Woken()
    {
        Span<byte> count = stackalloc byte[sizeof(ulong)];
        _ = Libc.Read(_wake, count, count.Length);
    }

    public void Dispose()
    {
        _ = Libc.Close(_epoll);
        _ = Libc.Close(_wake);
        if (_timer >= 0)
        {
            _ = Libc.Close(_timer);
        }

        NativeMemory.Free(_events);
    }

    private uint EventsAt(int index) => *(uint*)(_events + (index * EpollLayout.Stride));

    private static int Events(bool writes) => writes ? Libc.EpollIn | Libc.EpollOut : Libc.EpollIn;

    private void Set(int operation, int descriptor, int events, ulong user)
    {
        var entry = stackalloc byte[LargestEventBytes];
        EpollLayout.Write(entry, (uint)events, user);
        Require(Libc.ControlEpoll(_epoll, operation, descriptor, entry), "epoll_ctl");
    }

    private static int Require(int result, string call) => result >= 0
        ? result
        : throw new IOException($"{call}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
}
