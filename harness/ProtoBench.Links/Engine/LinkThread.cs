using System.Buffers.Binary;
using System.Runtime.ExceptionServices;
using ProtoBench.Links.Native;
using ProtoBench.Model.Links.Model;
using ProtoBench.Native;

namespace ProtoBench.Links.Engine;

/// <summary>Runs one direction on a thread of its own until disposed.</summary>
internal sealed class LinkThread : IDisposable
{
    // Above every ordinary process, below the kernel's own threads (50 and up).
    private const int RealTimePriority = 40;
    private readonly PacketForwarder _forwarder;
    private readonly ReleaseWaiter _waiter;
    private readonly Thread _thread;
    private readonly int _wake;
    private readonly bool _wantsRealTime;
    private readonly ManualResetEventSlim _started = new();
    private readonly ManualResetEventSlim _restarted = new();
    private LinkModel? _nextModel;
    private long _nextOrigin;
    private volatile PacketForwarder? _opposite;
    private volatile bool _stopping;
    private volatile ExceptionDispatchInfo? _failure;
    private int _threadId;

    public LinkThread(PacketForwarder forwarder, ILinkClock clock, LinkModel model, bool realTime)
    {
        _forwarder = forwarder;
        _wantsRealTime = realTime;
        _wake = Libc.EventDescriptor(0, Libc.OpenCloseOnExec | Libc.OpenNonBlocking);
        _waiter = new ReleaseWaiter(clock, forwarder.PollDescriptor, _wake);
        forwarder.Restart(model, clock.Now);
        _thread = new Thread(Live) { Name = $"link {forwarder.Direction}", IsBackground = true };
        _thread.Start();
        _started.Wait();
    }

    public PacketForwarder Forwarder => _forwarder;

    /// <summary>The other direction, whose overdue packets this thread releases when it is awake anyway; null: none.</summary>
    public PacketForwarder? Opposite
    {
        set => _opposite = value;
    }

    /// <summary>Whether the kernel granted real-time priority.</summary>
    public bool HasRealTime { get; private set; }

    /// <summary>Nanoseconds before a release at which spinning begins, as learned so far.</summary>
    public long SpinMargin => _waiter.Margin;

    /// <summary>Processor time of the thread so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            // The clock of another thread of this process: CPUCLOCK_PERTHREAD | CPUCLOCK_SCHED under the inverted thread id
            // (linux/posix-timers.h).
            var clock = (~_threadId << 3) | 6;
            return LibcProcesses.GetClock(clock, out var time) == 0
                ? TimeSpan.FromMicroseconds(time.TotalNanoseconds / 1000)
                : TimeSpan.Zero;
        }
    }

    /// <summary>Discards what is on its way and begins with a fresh model; returns when that has happened.</summary>
    /// <param name="model">What decides from now on.</param>
    /// <param name="origin">Its time 0.</param>
    public void Restart(LinkModel model, long origin)
    {
        // In this order: a thread that has failed answers nobody, and one that fails from here on sets the event.
        _restarted.Reset();
        _failure?.Throw();
        _nextOrigin = origin;
        Volatile.Write(ref _nextModel, model);
        Wake();
        _restarted.Wait();
        _failure?.Throw();
    }

    /// <summary>Throws what ended the thread, if anything did.</summary>
    public void ThrowIfFailed() => _failure?.Throw();

    public void Dispose()
    {
        _stopping = true;
        Wake();
        _thread.Join();
        _ = Libc.Close(_wake);
        _started.Dispose();
        _restarted.Dispose();
    }

    private void Wake()
    {
        Span<byte> one = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(one, 1);
        _ = Libc.Write(_wake, one, one.Length);
    }

    private void Live()
    {
        _threadId = LibcProcesses.ThreadId();
        HasRealTime = ThreadUrgency.Raise(_wantsRealTime ? RealTimePriority : null);
        _started.Set();
        try
        {
            Forward();
        }
        catch (IOException error)
        {
            // Kept, not swallowed: Restart and the statistics throw it on the caller's thread.
            _failure = ExceptionDispatchInfo.Capture(error);
            _restarted.Set();
        }
    }

    private void Forward()
    {
        Span<byte> drained = stackalloc byte[8];
        while (!_stopping)
        {
            if (Volatile.Read(ref _nextModel) is { } model)
            {
                _ = Libc.Read(_wake, drained, drained.Length);
                _forwarder.Restart(model, _nextOrigin);
                Volatile.Write(ref _nextModel, null);
                _restarted.Set();
            }

            if (!_forwarder.Turn())
            {
                _opposite?.ReleaseOverdue();
                _waiter.Wait(_forwarder.NextDue, _forwarder.Counters.Received);
            }
        }
    }
}
