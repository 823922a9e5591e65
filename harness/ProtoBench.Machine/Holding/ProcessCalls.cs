using System.Runtime.InteropServices;
using ProtoBench.Native;

namespace ProtoBench.Machine.Holding;

/// <summary>
/// What is asked of the kernel about processes and their threads. Numbers are Linux's (uapi headers), equal on x86-64 and ARM64.
/// </summary>
internal static class ProcessCalls
{
    public const int Terminate = LibcProcesses.SignalTerminate;
    public const int Kill = LibcProcesses.SignalKill;
    public const int Continue = LibcProcesses.SignalContinue;

    private const int SetChildSubreaper = 36;
    private const int AllChildren = 0;
    private const int ChildrenOfGroup = 2;
    private const int Exited = 4;
    private const int NoWait = 0x01000000;
    private const int NoHang = 1;

    // siginfo_t: 128 bytes; of SIGCHLD, si_pid lies behind three integers and their padding on 64-bit machines.
    private const int SignalInfoBytes = 128;
    private const int ProcessIdOffset = 16;

    /// <summary>Asks the kernel not to delay this thread's timers by the usual 50 µs of slack (prctl(2), PR_SET_TIMERSLACK).</summary>
    public static void SharpenTimers() => TimerSlack.Remove();

    /// <summary>
    /// From now on whatever loses its parent below this process becomes a child of it (prctl(2), PR_SET_CHILD_SUBREAPER).
    /// </summary>
    /// <returns>False where the kernel refuses.</returns>
    public static bool BecomeSubreaper() => LibcProcesses.Control(SetChildSubreaper, 1, 0, 0, 0) == 0;

    /// <summary>Waits until a child has ended and leaves it to be reaped. Null: there is no child at all.</summary>
    public static unsafe int? WaitForAnyChild()
    {
        var signal = stackalloc byte[SignalInfoBytes];
        while (LibcProcesses.WaitId(AllChildren, 0, signal, Exited | NoWait) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Errno.Interrupted)
            {
                return null;
            }
        }

        return *(int*)(signal + ProcessIdOffset);
    }

    /// <summary>Takes a child that has ended out of the process table.</summary>
    public static void Reap(int processId) => _ = LibcProcesses.WaitPid(processId, out _, NoHang);

    /// <summary>
    /// Takes those children of a process group that have ended out of the process table; a child's own parent does that elsewhere.
    /// </summary>
    /// <returns>Does a child of the group still live?</returns>
    public static unsafe bool ReapGroup(int group)
    {
        var signal = stackalloc byte[SignalInfoBytes];
        while (true)
        {
            *(int*)(signal + ProcessIdOffset) = 0;
            if (LibcProcesses.WaitId(ChildrenOfGroup, group, signal, Exited | NoHang) != 0)
            {
                return false;
            }

            if (*(int*)(signal + ProcessIdOffset) == 0)
            {
                return true;
            }
        }
    }

    /// <summary>The same for every child, whatever its group.</summary>
    public static void ReapAll()
    {
        while (LibcProcesses.WaitPid(-1, out _, NoHang) > 0)
        {
        }
    }

    /// <summary>
    /// Ends this process at once, whatever its threads wait for. The first process of a namespace cannot be killed from inside of it, by
    /// itself neither (pid_namespaces(7)).
    /// </summary>
    public static void Leave() => LibcProcesses.Exit(1);

    /// <summary>Sends a signal to a process group.</summary>
    public static void SignalGroup(int group, int signal) => _ = LibcProcesses.SendSignal(-group, signal);

    /// <summary>Sends a signal; a process that has gone meanwhile, or is another user's, is none of ours to signal.</summary>
    public static void Signal(int processId, int signal) => _ = LibcProcesses.SendSignal(processId, signal);
}
