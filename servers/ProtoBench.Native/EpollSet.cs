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

    private const int MostEvents = 256;

    // struct epoll_event where it is not packed; EpollLayout knows the other.
    private const int LargestEventBytes = 16;

    private readonly byte* _events = (byte*)NativeMemory.AllocZeroed(MostEvents * LargestEventBytes);
    private readonly int _epoll;
    private readonly int _wake;

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

    /// <summary>The same for so many nanoseconds at most; 0 only looks.</summary>
    public int WaitAtMost(long nanoseconds)
    {
        var limit = TimeSpecification.FromNanoseconds(nanoseconds);
        return Math.Max(0, Libc.WaitEpoll(_epoll, _events, MostEvents, &limit, null));
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
