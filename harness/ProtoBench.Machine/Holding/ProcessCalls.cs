using System.Runtime.InteropServices;

namespace ProtoBench.Machine.Holding;

/// <summary>
/// The system calls about processes and their threads that .NET does not offer. Numbers are Linux's (uapi headers), equal on x86-64 and
/// ARM64.
/// </summary>
internal static partial class ProcessCalls
{
    public const int Terminate = 15;
    public const int Kill = 9;
    public const int Continue = 18;

    private const int SetTimerSlack = 29;
    private const int SetChildSubreaper = 36;
    private const int AllChildren = 0;
    private const int Exited = 4;
    private const int NoWait = 0x01000000;
    private const int NoHang = 1;
    private const int Interrupted = 4;

    // siginfo_t: 128 bytes; of SIGCHLD, si_pid lies behind three integers and their padding on 64-bit machines.
    private const int SignalInfoBytes = 128;
    private const int ProcessIdOffset = 16;

    /// <summary>Asks the kernel not to delay this thread's timers by the usual 50 µs of slack (prctl(2), PR_SET_TIMERSLACK).</summary>
    public static void SharpenTimers() => _ = Prctl(SetTimerSlack, 1, 0, 0, 0);

    /// <summary>
    /// From now on whatever loses its parent below this process becomes a child of it (prctl(2), PR_SET_CHILD_SUBREAPER).
    /// </summary>
    /// <returns>False where the kernel refuses.</returns>
    public static bool BecomeSubreaper() => Prctl(SetChildSubreaper, 1, 0, 0, 0) == 0;

    /// <summary>Waits until a child has ended and leaves it to be reaped. Null: there is no child at all.</summary>
    public static unsafe int? WaitForAnyChild()
    {
        var signal = stackalloc byte[SignalInfoBytes];
        while (WaitId(AllChildren, 0, signal, Exited | NoWait) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                return null;
            }
        }

        return *(int*)(signal + ProcessIdOffset);
    }

    /// <summary>Takes a child that has ended out of the process table.</summary>
    public static void Reap(int processId) => _ = WaitPid(processId, out _, NoHang);

    /// <summary>Sends a signal; a process that has gone meanwhile, or is another user's, is none of ours to signal.</summary>
    public static void Signal(int processId, int signal) => _ = SendSignal(processId, signal);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Prctl(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    private static unsafe partial int WaitId(int kind, int id, byte* signal, int options);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitPid(int processId, out int status, int options);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int processId, int signal);
}
