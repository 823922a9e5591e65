using System.Runtime.InteropServices;
using ProtoBench.Machine.Holding;
using ProtoBench.Native;

namespace ProtoBench.Machine.Programs;

/// <summary>
/// Runs one program after the other on the calling thread, which waits for its end in the kernel: no timer, no signal handler and no other
/// thread lies between the end and its time. Output is read while waiting. What a program leaves behind in its process group ends with it.
/// </summary>
internal sealed class ProgramRunner : IDisposable
{
    private const int OpenProcessCall = 434; // pidfd_open(2), the same number everywhere
    private const int PipeBytes = 64 * 1024;
    private const int SignalBits = 0x7f;
    private const int MostReaps = 500;
    private const long KillNanoseconds = 10_000_000_000;

    private readonly byte[] _buffer = new byte[PipeBytes];
    private readonly int _readingEnd;
    private readonly int _stop;
    private readonly string? _mark;
    private bool _disposed;

    /// <param name="stop">A descriptor that becomes readable when everything is given up; −1: none.</param>
    /// <param name="mark">An assignment that only what is started here has in its environment, so that all of it is found; null:
    /// none.</param>
    public ProgramRunner(int stop = -1, string? mark = null)
    {
        (_stop, _mark) = (stop, mark);
        Span<int> ends = stackalloc int[2];
        if (Libc.Pipe(ends, Libc.OpenCloseOnExec) != 0)
        {
            throw new IOException($"no pipe for a program's output: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        (_readingEnd, Output) = (ends[0], ends[1]);
    }

    /// <summary>Where programs write to: the descriptor for their <see cref="ProgramStart"/>.</summary>
    public int Output { get; }

    /// <summary>What the last program wrote.</summary>
    public OutputEnds Written { get; } = new();

    /// <summary>Runs it from its start to its end.</summary>
    /// <param name="program">What to start.</param>
    /// <param name="limit">How long it may take; then all of it is killed.</param>
    /// <exception cref="IOException">It could not be started.</exception>
    public ProgramEnd Run(ProgramStart program, TimeSpan limit)
    {
        TakeWhatIsThere();
        Written.Clear();
        var start = LoadClock.Now;
        var processId = program.Start();
        var (end, overdue, givenUp) = Wait(processId, start + (long)limit.TotalNanoseconds);
        return Reap(processId) with { Start = start, End = end, Overdue = overdue, GivenUp = givenUp };
    }

    /// <summary>
    /// The same for a program that forks what it was told to run and ends, as <c>setsid --fork</c> does: the child comes to us, and what it
    /// used is its own. Only while nothing else of ours runs, and only where this process is a subreaper.
    /// </summary>
    /// <param name="program">What forks.</param>
    /// <param name="limit">How long the child may take.</param>
    /// <param name="companion">A child of ours that it is not; 0: there is none.</param>
    /// <exception cref="IOException">It could not be started, or left no child.</exception>
    public ProgramEnd RunForked(ProgramStart program, TimeSpan limit, int companion)
    {
        TakeWhatIsThere();
        Written.Clear();
        var start = LoadClock.Now;
        Reap(program.Start(), group: false);
        if (ProcessTree.ChildrenOf(Environment.ProcessId).FirstOrDefault(child => child != companion) is not (> 0 and var processId))
        {
            throw new IOException("the program was not left to us by the one that started it");
        }

        var (end, overdue, givenUp) = Wait(processId, start + (long)limit.TotalNanoseconds);
        return Reap(processId) with { Start = start, End = end, Overdue = overdue, GivenUp = givenUp };
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _ = Libc.Close(_readingEnd);
            _ = Libc.Close(Output);
        }
    }

    private unsafe (long End, bool Overdue, bool GivenUp) Wait(int processId, long deadline)
    {
        var descriptor = (int)LibcProcesses.SystemCall(OpenProcessCall, processId, null, 0);
        if (descriptor < 0)
        {
            var reason = Marshal.GetLastPInvokeErrorMessage();
            EndTree(processId);
            Reap(processId);
            throw new PlatformNotSupportedException($"the kernel cannot wait for a program by its descriptor (pidfd_open): {reason}");
        }

        var (overdue, givenUp) = (false, false);
        try
        {
            Span<PollDescriptor> waiting =
            [
                new() { Descriptor = descriptor, Events = Libc.PollIn },
                new() { Descriptor = _readingEnd, Events = Libc.PollIn },
                new() { Descriptor = _stop, Events = Libc.PollIn },
            ];
            while (true)
            {
                var left = TimeSpecification.FromNanoseconds(Math.Max(0, deadline - LoadClock.Now));
                var ready = Libc.Poll(waiting, (nuint)waiting.Length, left, 0);
                var now = LoadClock.Now;
                if (ready > 0 && waiting[0].Returned != 0)
                {
                    return (now, overdue, givenUp);
                }

                if (ready > 0 && waiting[1].Returned != 0)
                {
                    Take();
                }

                if (ready > 0 && waiting[2].Returned != 0 && !givenUp)
                {
                    (givenUp, waiting[2].Descriptor) = (true, -1);
                    EndTree(processId);
                    deadline = now + KillNanoseconds;
                }
                else if (now >= deadline)
                {
                    // What does not die at once, in a system call that cannot be interrupted, is killed again.
                    overdue = overdue || !givenUp;
                    EndTree(processId);
                    deadline = now + KillNanoseconds;
                }
            }
        }
        finally
        {
            _ = Libc.Close(descriptor);
        }
    }

    // The group is told while its leader is still in the process table: the number can be nobody else's.
    private ProgramEnd Reap(int processId, bool group = true)
    {
        if (group)
        {
            ProcessCalls.SignalGroup(processId, ProcessCalls.Kill);
        }

        int status;
        ResourceUsage usage;
        while (LibcSpawn.WaitUsage(processId, out status, 0, out usage) < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted)
        {
        }

        for (var i = 0; group && ProcessCalls.ReapGroup(processId) && i < MostReaps; i++)
        {
            Thread.Sleep(1);
        }

        TakeWhatIsThere();
        var signal = status & SignalBits;
        return new ProgramEnd(
            0,
            0,
            signal == 0 ? (status >> 8) & 0xff : -signal,
            usage.UserSeconds + (usage.UserMicroseconds / 1e6),
            usage.SystemSeconds + (usage.SystemMicroseconds / 1e6),
            usage.PeakResident * 1024,
            Overdue: false,
            GivenUp: false);
    }

    private void EndTree(int processId)
    {
        IReadOnlyList<int> below = [.. ProcessTree.Below(processId), .. _mark is null ? [] : ProcessTree.With(_mark)];
        ProcessCalls.SignalGroup(processId, ProcessCalls.Kill);
        foreach (var process in below)
        {
            ProcessCalls.Signal(process, ProcessCalls.Kill);
        }
    }

    private void TakeWhatIsThere()
    {
        Span<PollDescriptor> waiting = [new() { Descriptor = _readingEnd, Events = Libc.PollIn }];
        while (Libc.Poll(waiting, 1, default, 0) > 0)
        {
            Take();
        }
    }

    private void Take()
    {
        if (Libc.Read(_readingEnd, _buffer, _buffer.Length) is > 0 and var read)
        {
            Written.Add(_buffer.AsSpan(0, (int)read));
        }
    }
}
