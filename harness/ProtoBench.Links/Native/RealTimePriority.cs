using ProtoBench.Native;

namespace ProtoBench.Links.Native;

/// <summary>Whether this process may run threads with SCHED_FIFO (sched(7)).</summary>
internal static class RealTimePriority
{
    /// <summary>Found out by a thread that asks for it and ends.</summary>
    public static bool IsGranted()
    {
        var granted = false;
        var thread = new Thread(() => granted = LibcProcesses.SetScheduler(0, LibcProcesses.SchedulerFifo, 1) == 0);
        thread.Start();
        thread.Join();
        return granted;
    }
}
