using System.Runtime.InteropServices;

namespace ProtoBench.Native;

/// <summary>Calls about processes, threads, their signals and their clocks.</summary>
internal static unsafe partial class LibcProcesses
{
    public const int CloneNewNet = 0x40000000;
    public const int SchedulerFifo = 1;
    public const int SchedulerIdle = 5;
    public const int SignalKill = 9;
    public const int SignalPipe = 13;
    public const int SignalTerminate = 15;
    public const int SignalContinue = 18;
    public const int ClockMonotonic = 1;
    public const int TimerAbsolute = 1;

    [LibraryImport(Libc.Name, EntryPoint = "unshare", SetLastError = true)]
    public static partial int Unshare(int flags);

    /// <summary>Moves the calling thread into a namespace.</summary>
    [LibraryImport(Libc.Name, EntryPoint = "setns", SetLastError = true)]
    public static partial int EnterNamespace(int descriptor, int kind);

    [LibraryImport(Libc.Name, EntryPoint = "execvp", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Execute(string file, string?[] arguments);

    [LibraryImport(Libc.Name, EntryPoint = "prctl", SetLastError = true)]
    public static partial int Control(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    [LibraryImport(Libc.Name, EntryPoint = "waitid", SetLastError = true)]
    public static partial int WaitId(int kind, int id, byte* signal, int options);

    [LibraryImport(Libc.Name, EntryPoint = "waitpid", SetLastError = true)]
    public static partial int WaitPid(int processId, out int status, int options);

    [LibraryImport(Libc.Name, EntryPoint = "kill", SetLastError = true)]
    public static partial int SendSignal(int processId, int signal);

    /// <summary>Ends the process at once; nothing else of it runs.</summary>
    [LibraryImport(Libc.Name, EntryPoint = "_exit")]
    public static partial void Exit(int status);

    [LibraryImport(Libc.Name, EntryPoint = "signal", SetLastError = true)]
    public static partial nint HandleSignal(int signal, nint handler);

    [LibraryImport(Libc.Name, EntryPoint = "sched_setscheduler", SetLastError = true)]
    public static partial int SetScheduler(int thread, int policy, in int priority);

    [LibraryImport(Libc.Name, EntryPoint = "sched_setaffinity", SetLastError = true)]
    public static partial int SetAffinity(int thread, nint length, ReadOnlySpan<byte> mask);

    [LibraryImport(Libc.Name, EntryPoint = "sched_yield")]
    public static partial int YieldProcessor();

    [LibraryImport(Libc.Name, EntryPoint = "gettid")]
    public static partial int ThreadId();

    /// <summary>
    /// Fills eighteen numbers of 64 bits on 64-bit machines (struct rusage): two times of two numbers, then fourteen counts. The last two
    /// are the context switches.
    /// </summary>
    [LibraryImport(Libc.Name, EntryPoint = "getrusage", SetLastError = true)]
    public static partial int GetUsage(int who, long* usage);

    /// <summary>
    /// A system call that glibc has no function for, or another one. Its error is kept only where there is one: the runtime's own way
    /// (SetLastError) sets and reads errno around every call.
    /// </summary>
    /// <returns>Below 0: it failed, and <see cref="Marshal.GetLastPInvokeError"/> tells why. Where nothing failed that is an
    /// older error.</returns>
    public static nint SystemCall(
        nint number, nint argument1, void* argument2, nint argument3, nint argument4 = 0, void* argument5 = null, nint argument6 = 0)
    {
        var result = CallSystem(number, argument1, argument2, argument3, argument4, argument5, argument6);
        if (result < 0)
        {
            Marshal.SetLastPInvokeError(Marshal.GetLastSystemError());
        }

        return result;
    }

    [LibraryImport(Libc.Name, EntryPoint = "clock_gettime", SetLastError = true)]
    public static partial int GetClock(int clock, out TimeSpecification time);

    /// <summary>Returns the error itself, and sets none.</summary>
    [LibraryImport(Libc.Name, EntryPoint = "clock_nanosleep")]
    public static partial int SleepClock(int clock, int flags, in TimeSpecification request, nint remaining);

    [LibraryImport(Libc.Name, EntryPoint = "syscall")]
    private static partial nint CallSystem(
        nint number, nint argument1, void* argument2, nint argument3, nint argument4, void* argument5, nint argument6);
}
